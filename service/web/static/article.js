// The article beside its summary: its sentences, the heat of each in the margin, and what was left out of it.

import { element, goTo } from "./elements.js";
import { blocksOf } from "./layout.js";

const LONG = 700; // characters; a stretch left out that is longer is folded up

export class ArticlePane {
  #spans = new Map();
  #heats = new Map();

  /** `bringBack` is called with the offsets of passages that shall not be left out; without it nobody can ask for that. */
  constructor(root, bringBack = null) {
    this.root = root;
    this.bringBack = bringBack;
  }

  /** Draw the text anew. `removed` is the ledger, empty where nothing was left out. */
  draw(text, sentences, removed) {
    this.#spans.clear();
    this.#heats.clear();
    const parts = [];
    for (const block of blocksOf(text, sentences, removed)) {
      const left = block.filter((piece) => piece.text.trim());
      if (left.every((piece) => piece.reason)) this.#addRemoved(parts, left);
      else parts.push(this.#paragraph(block, left));
    }
    this.root.replaceChildren(...parts);
  }

  /**
   * Mark sentences. `marks` maps a sentence's index to { label, names, target }: what a screen reader
   * is told, the classes, and a function that gives the element to jump to.
   */
  mark(sentences, marks) {
    for (const sentence of sentences) {
      const heat = this.#heats.get(sentence.index);
      heat?.style.setProperty("--salience", sentence.salience.toFixed(3));
      if (heat) heat.title = `rank ${sentence.rank}, salience ${sentence.salience.toFixed(2)}`;
      const span = this.#spans.get(sentence.index);
      const mark = marks.get(sentence.index);
      if (!span) continue;
      span.replaceChildren(mark ? link(sentence, mark) : sentence.text);
    }
  }

  /** The link of a marked sentence. */
  at(index) {
    return this.#spans.get(index)?.querySelector("a") ?? null;
  }

  #paragraph(block, left) {
    const heading = !left.some((piece) => piece.sentence);
    const strip = element("span", { class: "strip", "aria-hidden": "true" });
    const words = element("p", { class: heading ? "subhead" : null }, block.map((piece) => this.#piece(piece, strip)));
    return element("div", { class: "block" }, strip, words);
  }

  #piece(piece, strip) {
    if (piece.reason) return element("span", { class: "removed-inline", title: inWords(piece.reason) }, piece.text);
    if (!piece.sentence) return piece.text;
    const heat = element("span", { class: "heat" });
    heat.style.flexGrow = piece.text.length;
    strip.append(heat);
    const span = element("span", { class: "sentence" }, piece.text);
    this.#heats.set(piece.sentence.index, heat);
    this.#spans.set(piece.sentence.index, span);
    return span;
  }

  /** What was left out in one stretch, a row for each reason; a long stretch is folded up. */
  #addRemoved(parts, pieces) {
    let stretch = parts.at(-1);
    if (!stretch?.matches(".removed")) {
      stretch = element("details", { class: "removed", open: true }, element("summary", {}, "left out"));
      parts.push(stretch);
    }
    for (const { text, reason, offset } of pieces) {
      const last = stretch.lastChild;
      const same = last.dataset.reason === reason;
      const row = same ? last : removedRow(reason, this.bringBack);
      row.firstChild.append(same ? ` · ${text.trim()}` : text.trim());
      row.offsets.push(offset);
      stretch.append(row);
    }
    stretch.open = stretch.textContent.length < LONG;
  }
}

/** A row without words yet; `offsets` says where its passages begin. */
function removedRow(reason, bringBack) {
  const words = element("span", { class: "removed-text" });
  const button = bringBack && element(
    "button",
    { type: "button", class: "small", "aria-label": `Bring back: ${inWords(reason)}`, onclick: () => bringBack(row.offsets) },
    "Bring back",
  );
  const row = element(
    "div",
    { class: "removed-row", "data-reason": reason },
    words,
    element("span", { class: "reason" }, inWords(reason)),
    button,
  );
  row.offsets = [];
  return row;
}

function link(sentence, mark) {
  const made = element(
    "a",
    { href: "#", class: ["chosen", ...mark.names].join(" "), title: mark.label },
    sentence.text,
  );
  made.addEventListener("click", (event) => {
    event.preventDefault();
    const target = mark.target();
    if (target) goTo(target);
  });
  return made;
}

/** `share-links` → 'share links'. */
function inWords(reason) {
  return reason.replaceAll("-", " ");
}
