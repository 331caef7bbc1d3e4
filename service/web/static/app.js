// The page, put together: which view is shown, by the part of the address behind '#'.

import { askForKey, get, hasKey } from "./api.js";
import { startPrivacy, startTheme } from "./choices.js";
import { byId } from "./elements.js";
import { showIntake, showReading, startIntake } from "./intake.js";
import { guarded } from "./problems.js";
import { open, startReading } from "./reading.js";
import { read } from "./sources.js";

const VIEWS = ["article"];

function showView(name) {
  for (const view of VIEWS) byId(`${view}-view`).hidden = view !== name;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

async function openSummary(id) {
  const summary = await get(`summaries/${id}`);
  const article = await read({ id: summary.articles[0].id }, {});
  const chosen = summary.sentences.filter((sentence) => sentence.chosen).length;
  showView("article");
  await open({ id: article.id }, article, { options: { algorithm: summary.algorithm, sentences: chosen }, kept: id });
  showReading();
}

async function openArticle(id) {
  const article = await read({ id }, {});
  showView("article");
  await open({ id }, article);
  showReading();
}

const route = guarded(async () => {
  const [, view = "", id] = location.hash.split("/");
  if (view === "summaries") return openSummary(id);
  if (view === "articles") return openArticle(id);
  showView(VIEWS.includes(view) ? view : "article");
  if (view === "") showIntake();
  return undefined;
});

const start = guarded(async () => {
  startTheme();
  startPrivacy();
  byId("key-button").hidden = !hasKey();
  byId("key-button").addEventListener("click", () => askForKey());
  startReading((await get("algorithms")).items);
  startIntake();
  addEventListener("hashchange", route);
  await route();
});

start();
