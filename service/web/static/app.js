// The page, put together: which view is shown, by the part of the address behind '#'.

import { askForKey, get, hasKey } from "./api.js";
import { startPrivacy, startTheme } from "./choices.js";
import { openStored, showGathering, startDigest } from "./digest.js";
import { byId } from "./elements.js";
import { showHistory, startHistory } from "./history.js";
import { showIntake, showReading, startIntake } from "./intake.js";
import { guarded } from "./problems.js";
import { open, startReading } from "./reading.js";
import { read } from "./sources.js";

const VIEWS = ["article", "digest", "history"];

function showView(name) {
  for (const view of VIEWS) byId(`${view}-view`).hidden = view !== name;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

async function openSummary(id) {
  const stored = await get(`summaries/${id}`);
  const { algorithm, articles, query, clean, keep } = stored;
  const chosen = stored.sentences.filter((sentence) => sentence.chosen);
  const options = { algorithm, sentences: chosen.length, query, clean, keep };
  if (articles.length > 1) {
    showView("digest");
    await openStored(articles.map((article) => article.id), options, stored);
    return;
  }
  const article = await read({ id: articles[0].id }, {});
  showView("article");
  await open({ id: article.id }, article, { options, stored });
  showReading();
}

async function openArticle(id) {
  const article = await read({ id }, {});
  showView("article");
  await open({ id }, article);
  showReading();
}

async function openDigest(ids) {
  history.pushState(null, "", "#/digest");
  showView("digest");
  await openStored(ids);
}

const route = guarded(async () => {
  const [, view = "", id] = location.hash.split("/");
  if (view === "summaries") return openSummary(id);
  if (view === "articles") return openArticle(id);
  showView(VIEWS.includes(view) ? view : "article");
  if (view === "history") return showHistory(id);
  if (view === "digest") return showGathering();
  return showIntake();
});

/** A link to where one already is leads there all the same: the view may show something else by now. */
function followAgain(event) {
  const link = event.target.closest("a[href^='#/']");
  if (link && link.hash === location.hash) route();
}

const start = guarded(async () => {
  startTheme();
  startPrivacy();
  byId("key-button").hidden = !hasKey();
  byId("key-button").addEventListener("click", () => askForKey());
  const algorithms = (await get("algorithms")).items;
  startReading(algorithms);
  startIntake();
  startDigest(algorithms);
  startHistory(openDigest);
  addEventListener("hashchange", route);
  document.addEventListener("click", followAgain);
  await route();
});

start();
