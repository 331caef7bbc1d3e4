// A summary as a panel: its sentences, what is said of it, and ways to take it along.

import { address } from "./api.js";
import { copyButton } from "./copying.js";
import { counted, element, goTo } from "./elements.js";
import { curl, summarise } from "./sources.js";

/**
 * The panel of one summary.
 *
 * `wanted` is { source, options }, the request that it came from; `kept` its id where it is stored;
 * `target` gives the element of the article to jump to from a sentence.
 */
export function summaryPanel(summary, { heading, names = [], wanted, kept, target }) {
  const chosen = summary.sentences.filter((sentence) => sentence.chosen);
  const links = new Map();
  const items = chosen.map((sentence) => {
    const link = sentenceLink(sentence, () => target(sentence));
    links.set(sentence.index, link);
    return element("li", { class: names.join(" ") }, link, element("span", { class: "rank" }, `rank ${sentence.rank}`));
  });
  const panel = element(
    "section",
    { class: ["panel", ...names].join(" "), "aria-label": `Summary: ${heading}` },
    element("h2", {}, heading),
    element("p", { class: "facts" }, facts(summary, chosen.length)),
    element("ol", { class: "sentences" }, items),
    remarks(summary),
    keywords(summary),
    taking(summary, wanted, kept),
  );
  return { panel, links };
}

/**
 * A stored summary as it was stored, beside the salience that every other sentence has now.
 *
 * Not all that it was asked with (a budget in words, kinds left out) can be asked for on this page, so it is not made again.
 */
export function asStored(stored, made) {
  const places = new Map(made.sentences.map((sentence) => [keyOf(sentence), sentence]));
  const chosen = stored.sentences.filter((sentence) => sentence.chosen);
  const keys = new Set(chosen.map(keyOf));
  const placed = chosen.map((sentence) => {
    const { index, offset, length } = places.get(keyOf(sentence)) ?? sentence;
    return { ...sentence, index, offset, length };
  });
  const others = made.sentences.filter((sentence) => !keys.has(keyOf(sentence)));
  return { ...stored, sentences: [...placed, ...others.map((sentence) => ({ ...sentence, chosen: false }))] };
}

const keyOf = ({ article, text }) => `${article} ${text}`;

export function sentenceLink(sentence, target) {
  const link = element("a", { href: "#" }, sentence.text);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const found = target();
    if (found) goTo(found);
  });
  return link;
}

export function facts(summary, chosen) {
  const { sentences, words, summary_words: left, compression_ratio: ratio, reading_seconds: seconds } = summary.statistics;
  return [
    `${chosen} of ${counted(sentences, "sentence")}`,
    `${left} of ${counted(words, "word")} (${Math.round(ratio * 100)} %)`,
    `${duration(seconds)} to read, now ${duration(seconds * ratio)}`,
  ].join(" · ");
}

function duration(seconds) {
  return seconds < 60 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

/** Warnings, and corrections that the article carries. */
export function remarks(summary) {
  const told = [
    ...summary.warnings.map((warning) => warning.detail),
    ...summary.notices.map((notice) => `The article carries a notice: ${notice.text}`),
  ];
  return told.length > 0 && element("ul", { class: "remarks" }, told.map((one) => element("li", {}, one)));
}

export function keywords(summary) {
  if (summary.keywords.length === 0) return null;
  return element(
    "p",
    { class: "keywords" },
    element("span", { class: "visually-hidden" }, "It turns around: "),
    summary.keywords.map((word) => element("span", { class: "keyword" }, word, " ")),
  );
}

/** Buttons that copy the summary in a form. */
export function taking(summary, { source, options }, kept) {
  const plain = { ...options, include_all: false };
  return element(
    "div",
    { class: "taking", role: "group", "aria-label": "Copy the summary" },
    element("span", { class: "hint", "aria-hidden": "true" }, "Copy as"),
    copyButton("Text", async () => summary.summary),
    copyButton("Markdown", () => summarise(source, plain, { accept: "text/markdown" })),
    copyButton("curl", async () => curl(source, options)),
    kept && copyButton("Link", async () => address(`#/summaries/${kept}`)),
  );
}
