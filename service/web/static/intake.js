// How an article comes in: pasted, dropped or chosen.

import { isPrivate } from "./choices.js";
import { byId } from "./elements.js";
import { guarded } from "./problems.js";
import { open } from "./reading.js";
import { pasted, read } from "./sources.js";
import { send } from "./api.js";

export function startIntake() {
  const form = byId("intake");
  const text = byId("text");
  const file = byId("file");
  form.addEventListener(
    "submit",
    guarded(async (event) => {
      event.preventDefault();
      await takeIn(pasted(text.value));
    }),
  );
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  file.addEventListener(
    "change",
    guarded(async () => {
      if (file.files.length) await takeIn({ file: file.files[0] });
      file.value = "";
    }),
  );
  byId("example").addEventListener(
    "click",
    guarded(async () => {
      text.value = await (await send("web/example.txt")).text();
      text.focus();
      form.requestSubmit();
    }),
  );
  byId("another").addEventListener("click", () => {
    location.hash = "#/";
    showIntake();
    text.focus();
    text.select();
  });
  acceptDrops(form, guarded(([first]) => takeIn({ file: first })));
}

/** Let files be dropped on an element. */
export function acceptDrops(target, take) {
  target.addEventListener("dragover", (event) => {
    event.preventDefault();
    target.classList.add("dropping");
  });
  target.addEventListener("dragleave", () => target.classList.remove("dropping"));
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("dropping");
    const files = [...event.dataTransfer.files];
    if (files.length) take(files);
  });
}

export function showIntake() {
  byId("intake").hidden = false;
  byId("reading").hidden = true;
}

export function showReading() {
  byId("intake").hidden = true;
  byId("reading").hidden = false;
  byId("title").focus();
}

/** What is asked with from now on: a page from elsewhere is not fetched anew at each move of the slider. */
function again(source, article) {
  return source.url ? { text: article.text, url: article.url ?? source.url } : source;
}

async function takeIn(source) {
  const store = !isPrivate();
  const form = byId("intake");
  form.setAttribute("aria-busy", "true");
  try {
    const article = await read(source, { store });
    await open(store ? { id: article.id } : again(source, article), article, { keep: store });
    showReading();
  } finally {
    form.removeAttribute("aria-busy");
  }
}
