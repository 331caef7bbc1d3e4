// An error in words, where the reader looks.

import { Problem } from "./api.js";
import { byId, element } from "./elements.js";

export function clearProblem() {
  byId("problem").hidden = true;
}

export function showProblem(error) {
  if (!(error instanceof Problem)) console.error(error);
  const { title, detail, faults = [], requestId } =
    error instanceof Problem
      ? error
      : { title: "Something went wrong on this page", detail: "Load it again. If that does not help, tell its operator." };
  const others = faults.filter((fault) => fault.detail !== detail);
  const box = byId("problem");
  box.replaceChildren(
    element("strong", {}, title),
    element("p", {}, detail),
    ...(others.length ? [element("ul", {}, others.map((fault) => element("li", {}, saying(fault))))] : []),
    ...(requestId ? [element("p", { class: "hint" }, `Request ${requestId}`)] : []),
  );
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

function saying({ pointer, detail }) {
  return pointer ? `${pointer.slice(1)}: ${detail}` : detail;
}

/** A listener that shows what goes wrong in it. */
export function guarded(work) {
  return async (...given) => {
    clearProblem();
    try {
      await work(...given);
    } catch (error) {
      showProblem(error);
    }
  };
}
