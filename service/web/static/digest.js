// Several articles in one summary: a colour for each source, and who says the same.

import { Latest } from "./api.js";
import { ArticlePane } from "./article.js";
import { isPrivate } from "./choices.js";
import { announce, byId, counted, element } from "./elements.js";
import { acceptDrops } from "./intake.js";
import { guarded } from "./problems.js";
import { pasted, read, summarise } from "./sources.js";
import { asStored, facts, keywords, remarks, sentenceLink, taking } from "./summary.js";

const PAUSE = 60; // milliseconds without a change before the service is asked
const COLOURS = 8; // in lists.css; a ninth source has the first colour again, and its number

const latest = new Latest();
let gathered = []; // { source, article }
let kept = null; // { id, question, stored }
let pause = 0;

export function startDigest(algorithms) {
  const selected = algorithms.find((algorithm) => algorithm.default).name;
  byId("digest-algorithm").replaceChildren(
    ...algorithms.map(({ name, title }) => element("option", { value: name, selected: name === selected }, title)),
  );
  const text = byId("digest-text");
  byId("gathering").addEventListener(
    "submit",
    guarded(async (event) => {
      event.preventDefault();
      await gather(pasted(text.value));
      text.value = "";
      text.focus();
    }),
  );
  const files = byId("digest-files");
  files.addEventListener(
    "change",
    guarded(async () => {
      await gatherAll([...files.files].map((file) => ({ file })));
      files.value = "";
    }),
  );
  acceptDrops(byId("gathering"), guarded((dropped) => gatherAll(dropped.map((file) => ({ file })))));
  byId("digest-make").addEventListener("click", guarded(make));
  byId("digest-back").addEventListener("click", () => {
    location.hash = "#/digest";
    showGathering();
  });
  byId("digest-controls").addEventListener("submit", (event) => event.preventDefault());
  byId("digest-controls").addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(guarded(refresh), PAUSE);
  });
}

// --- gathering ------------------------------------------------------------------------------------

export function showGathering() {
  byId("gathering").hidden = false;
  byId("digest").hidden = true;
  const items = gathered.map(({ article }, place) =>
    element(
      "li",
      { class: colour(place) },
      element("span", { class: "gathered-title" }, titleOf(article)),
      element("span", { class: "hint" }, counted(article.statistics.words, "word")),
      element("button", { type: "button", class: "small", "aria-label": `Remove ${titleOf(article)}`, onclick: () => {
        gathered.splice(place, 1);
        showGathering();
      } }, "Remove"),
    ),
  );
  byId("gathered").replaceChildren(...items);
  byId("digest-make").disabled = gathered.length < 2;
}

async function gather(source) {
  const store = !isPrivate();
  const article = await read(source, { store });
  // What was read in private is sent along as text each time, since a digest takes no files.
  gathered.push({ source: article.id ? { id: article.id } : { text: article.text }, article });
  showGathering();
  announce(`Added: ${titleOf(article)}. ${counted(gathered.length, "article")} now.`);
}

async function gatherAll(sources) {
  for (const source of sources) await gather(source);
}

/** Take stored articles in and sum them up. */
export async function openStored(ids, options = {}, stored = null) {
  gathered = await Promise.all(ids.map(async (id) => ({ source: { id }, article: await read({ id }, {}) })));
  if (options.algorithm) byId("digest-algorithm").value = options.algorithm;
  if (options.sentences) byId("digest-length").value = options.sentences;
  byId("digest-query").value = "";
  if (!stored) return make();
  byId("fair").checked = false;
  kept = { id: stored.id, question: question(), stored };
  await refresh();
  return showDigest();
}

// --- the digest -----------------------------------------------------------------------------------

async function make() {
  kept = null;
  if (isStored()) await keepIt();
  await refresh();
  showDigest();
}

async function keepOnRequest() {
  await keepIt();
  await refresh();
  byId("digest-panel").querySelector(".taking button:last-child").focus();
}

function showDigest() {
  byId("gathering").hidden = true;
  byId("digest").hidden = false;
  byId("digest-title").textContent = `Digest of ${counted(gathered.length, "article")}`;
  byId("digest-title").focus();
}

const isStored = () => gathered.every(({ source }) => source.id);

function source() {
  if (isStored()) return { ids: gathered.map((one) => one.source.id) };
  return { articles: gathered.map(({ article }) => ({ text: article.text, ...(article.url && { url: article.url }) })) };
}

function options() {
  const query = byId("digest-query").value.trim();
  return {
    algorithm: byId("digest-algorithm").value,
    sentences: Number(byId("digest-length").value),
    ...(query && { query }),
    ...(byId("fair").checked && { fair_share: true }),
  };
}

const question = () => JSON.stringify(options());

async function refresh() {
  const length = byId("digest-length");
  byId("digest-length-shown").textContent = counted(Number(length.value), "sentence");
  length.setAttribute("aria-valuetext", byId("digest-length-shown").textContent);
  const asked = { ...options(), include_all: true, offset_unit: "utf-16", store: false };
  const summary = await latest.run((signal) => summarise(source(), asked, { signal }));
  if (summary) show(summary, asked);
}

async function keepIt() {
  const asked = question();
  const stored = await summarise(source(), options());
  kept = { id: stored.id, question: asked };
  history.replaceState(null, "", `#/summaries/${stored.id}`);
}

function show(made, asked) {
  const shownId = kept?.question === question() ? kept.id : null;
  const stored = shownId && kept.stored;
  const summary = stored ? asStored(stored, made) : made;
  const chosen = summary.sentences.filter((sentence) => sentence.chosen);
  const panes = gathered.map(() => new ArticlePane(element("div", { class: "text" })));
  const links = chosen.map((sentence) => sentenceLink(sentence, () => panes[sentence.article].at(sentence.index)));
  byId("digest-panel").replaceChildren(
    element(
      "section",
      { class: "panel", "aria-label": "Summary" },
      element("h2", {}, "Summary"),
      element("p", { class: "facts" }, facts(summary, chosen.length)),
      element("ol", { class: "sentences" }, chosen.map((sentence, place) => item(sentence, links[place], panes))),
      remarks(summary),
      keywords(summary),
      taking(summary, stored ? { source: { summary: shownId }, options: {} } : { source: source(), options: asked }, shownId),
      isStored() && !shownId && element("button", { type: "button", class: "small keep", onclick: guarded(keepOnRequest) }, "Keep this version"),
    ),
  );
  byId("digest-sources").replaceChildren(...gathered.map(({ article }, place) => drawn(article, place, panes[place], summary, chosen, links)));
  announce(`${counted(chosen.length, "sentence")} from ${counted(new Set(chosen.map((one) => one.article)).size, "article")}.`);
}

/** A sentence of the summary with its source, and links to where others say the same. */
function item(sentence, link, panes) {
  const others = sentence.also_in.map((other) => {
    const chip = sentenceLink({ text: String(other.article + 1) }, () => panes[other.article].at(other.index));
    chip.className = `badge ${colour(other.article)}`;
    chip.setAttribute("aria-label", `the same in article ${other.article + 1}, ${titleOf(gathered[other.article].article)}`);
    chip.title = `${titleOf(gathered[other.article].article)}: ${other.text}`;
    return chip;
  });
  return element(
    "li",
    { class: colour(sentence.article) },
    link,
    element(
      "span",
      { class: "attribution" },
      element("span", { class: `badge ${colour(sentence.article)}` }, String(sentence.article + 1)),
      ` ${titleOf(gathered[sentence.article].article)}`,
      others.length > 0 && [" · also in ", ...others],
    ),
  );
}

function drawn(article, place, pane, summary, chosen, links) {
  const sentences = ofArticle(summary, place);
  const marks = new Map();
  chosen.forEach((sentence, order) => {
    const target = () => links[order];
    if (sentence.article === place) marks.set(sentence.index, { names: [colour(place)], label: "In the summary", target });
    for (const other of sentence.also_in) {
      if (other.article !== place || marks.has(other.index)) continue;
      const label = `Says the same as a sentence of article ${sentence.article + 1} in the summary`;
      marks.set(other.index, { names: ["also", colour(sentence.article)], label, target });
    }
  });
  pane.draw(article.text, sentences, article.removed);
  pane.mark(sentences, marks);
  return element(
    "details",
    { class: `source ${colour(place)}`, open: true },
    element(
      "summary",
      {},
      element("span", { class: `badge ${colour(place)}` }, String(place + 1)),
      element("span", { class: "source-title" }, titleOf(article)),
      element("span", { class: "hint" }, `${counted(chosen.filter((one) => one.article === place).length, "sentence")} in the summary`),
    ),
    pane.root,
  );
}

/** Every sentence of one article, those that were merged into the same of another too. */
function ofArticle(summary, place) {
  const found = new Map();
  for (const sentence of summary.sentences) {
    for (const other of sentence.also_in) {
      if (other.article === place) found.set(other.index, { ...other, salience: sentence.salience, rank: sentence.rank });
    }
  }
  for (const sentence of summary.sentences) if (sentence.article === place) found.set(sentence.index, sentence);
  return [...found.values()];
}

const colour = (place) => `source-${place % COLOURS}`;
const titleOf = (article) => article.title ?? `${article.text.trim().slice(0, 60)}…`;
