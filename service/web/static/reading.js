// One article, read: its summary beside it, and the controls that answer at once.

import { Latest } from "./api.js";
import { ArticlePane } from "./article.js";
import { announce, byId, counted, element } from "./elements.js";
import { guarded } from "./problems.js";
import { summarise } from "./sources.js";
import { asStored, summaryPanel } from "./summary.js";

const PAUSE = 60; // milliseconds without a change before the service is asked
const LONGEST = 30; // sentences that the slider reaches
const DEFAULT_LENGTH = 3;

const pane = new ArticlePane(byId("text-pane"), guarded(bringBack));
const latest = new Latest();
let algorithms = [];
let now = null; // { source, article, clean, back, drawn, kept }; `back` are passages brought back, by their offsets
let pause = 0;

export function startReading(known) {
  algorithms = known;
  byId("algorithm").replaceChildren(...known.map(option));
  byId("other").replaceChildren(element("option", { value: "" }, "nothing"), ...known.map(option));
  byId("algorithm").value = known.find((algorithm) => algorithm.default).name;
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  byId("controls").addEventListener("input", () => {
    showLength();
    clearTimeout(pause);
    pause = setTimeout(guarded(refresh), PAUSE);
  });
}

function titleOf(name) {
  return algorithms.find((algorithm) => algorithm.name === name)?.title ?? name;
}

function option({ name, title }) {
  return element("option", { value: name }, title);
}

/**
 * Show an article and its summary.
 *
 * `source` is what the service is asked with; `stored` the summary to begin with, if it is a stored one, and `options`
 * what is known of how it was made; `keep` whether the summary is to be stored.
 */
export async function open(source, article, { options = {}, keep = false, stored = null } = {}) {
  now = { source, article, clean: options.clean ?? true, back: options.keep ?? [], drawn: null, kept: null };
  byId("title").textContent = article.title ?? "Without a title";
  byId("byline").replaceChildren(...byline(article));
  const length = byId("length");
  length.max = Math.max(2, Math.min(LONGEST, article.statistics.sentences));
  length.value = options.sentences ?? DEFAULT_LENGTH;
  byId("algorithm").value = options.algorithm ?? algorithms.find((algorithm) => algorithm.default).name;
  byId("other").value = "";
  byId("query").value = options.query ?? "";
  showLength();
  if (stored) now.kept = { id: stored.id, question: question(), stored };
  if (keep) await keepIt();
  await refresh();
}

function byline(article) {
  const said = [article.author, article.date, article.language.name].filter(Boolean).join(" · ");
  if (!/^https?:/.test(article.url ?? "")) return [said];
  return [`${said} · `, element("a", { href: article.url, rel: "noreferrer" }, new URL(article.url).hostname)];
}

function showLength() {
  const shown = counted(Number(byId("length").value), "sentence");
  byId("length-shown").textContent = shown;
  byId("length").setAttribute("aria-valuetext", shown);
}

/** What is asked for, less what only this page needs. */
function options() {
  const query = byId("query").value.trim();
  return {
    algorithm: byId("algorithm").value,
    sentences: Number(byId("length").value),
    ...(query && { query }),
    ...(!now.clean && { clean: false }),
    ...(now.clean && now.back.length > 0 && { keep: now.back }),
  };
}

const question = () => JSON.stringify(options());

async function refresh() {
  const { source } = now;
  const other = byId("other").value;
  const asked = { ...options(), include_all: true, offset_unit: "utf-16", store: false };
  const names = [asked.algorithm, ...(other && other !== asked.algorithm ? [other] : [])];
  const summaries = await latest.run((signal) =>
    Promise.all(names.map((algorithm) => summarise(source, { ...asked, algorithm }, { signal }))),
  );
  if (summaries) show(summaries, names, asked);
}

function show(summaries, names, asked) {
  const left = leftOut();
  if (now.drawn !== left.length) {
    pane.draw(now.article.text, summaries[0].sentences, left);
    now.drawn = left.length;
  }
  const kept = now.kept?.question === question() ? now.kept.id : null;
  const stored = kept && now.kept.stored;
  if (stored) summaries[0] = asStored(stored, summaries[0]);
  const panels = summaries.map((summary, place) =>
    summaryPanel(summary, {
      heading: summaries.length > 1 ? titleOf(names[place]) : "Summary",
      names: summaries.length > 1 ? ["compared", `side-${"ab"[place]}`] : [],
      wanted:
        stored && place === 0
          ? { source: { summary: kept }, options: {} }
          : { source: now.source, options: { ...asked, algorithm: names[place] } },
      kept: place === 0 ? kept : null,
      target: (sentence) => pane.at(sentence.index),
    }),
  );
  pane.mark(summaries[0].sentences, marks(panels, summaries.length > 1));
  markShared(panels);
  const columns = byId("panels");
  columns.classList.toggle("two", panels.length > 1);
  columns.replaceChildren(...panels.map(({ panel }) => panel));
  if (now.source.id && !kept) panels[0].panel.append(keepButton());
  showLedger(left.length);
  announce(`${counted(panels[0].links.size, "sentence")} by ${names.map(titleOf).join(" and ")}.`);
}

/** What both of two summaries hold is marked in each. */
function markShared([one, other]) {
  for (const [index, link] of other?.links ?? []) {
    const same = one.links.get(index);
    for (const shared of same ? [same, link] : []) shared.parentElement.classList.add("shared");
  }
}

/** Which sentences are marked: by one panel, by the other, or by both. */
function marks(panels, compared) {
  const marked = new Map();
  const indices = new Set(panels.flatMap(({ links }) => [...links.keys()]));
  for (const index of indices) {
    const holding = panels.filter(({ links }) => links.has(index));
    const side = holding.length > 1 ? "both" : panels.indexOf(holding[0]) === 0 ? "a" : "b";
    marked.set(index, {
      names: compared ? [`side-${side}`] : [],
      label: compared && side === "both" ? "In both summaries" : "In the summary",
      target: () => holding[0].links.get(index),
    });
  }
  return marked;
}

/** The part of the ledger that this summary does without. */
function leftOut() {
  return now.clean ? now.article.removed.filter(({ offset }) => !now.back.includes(offset)) : [];
}

function bringBack(offsets) {
  now.back = [...now.back, ...offsets];
  return refresh();
}

/** `left` is how many passages this summary does without. */
function showLedger(left) {
  const { article } = now;
  const all = left === 0;
  const passages = counted(all ? article.removed.length : left, "passage");
  const button = element(
    "button",
    { type: "button", class: "small", onclick: guarded(() => {
      now.clean = all;
      now.back = [];
      return refresh();
    }) },
    all ? "Leave it out again" : "Bring it back",
  );
  byId("ledger").replaceChildren(
    ...(article.removed.length === 0
      ? ["Nothing was left out of this text."]
      : [all ? `${passages} of page furniture taken in. ` : `${passages} left out as page furniture. `, button]),
  );
}

function keepButton() {
  const keep = guarded(async () => {
    await keepIt();
    await refresh();
    byId("panels").querySelector(".taking button:last-child").focus();
  });
  return element("button", { type: "button", class: "small keep", onclick: keep }, "Keep this version");
}

/** Store the summary as the API would by default, and give it an address. */
async function keepIt() {
  const asked = question();
  const stored = await summarise(now.source, options());
  now.kept = { id: stored.id, question: asked };
  history.replaceState(null, "", `#/summaries/${stored.id}`);
}

