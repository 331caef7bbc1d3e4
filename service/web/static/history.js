// What was stored: searched, opened again, put together in a digest, deleted.

import { Latest, get, send } from "./api.js";
import { announce, byId, counted, element } from "./elements.js";
import { guarded } from "./problems.js";

const PAUSE = 150; // milliseconds without a key before the service is asked
const PAGE = 20;

const latest = new Latest();
const chosen = new Map(); // article ids by the id of what was listed
let openDigest = null;
let cursor = null;
let pause = 0;

export function startHistory(digest) {
  openDigest = digest;
  byId("history-form").addEventListener("submit", (event) => event.preventDefault());
  byId("history-form").addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(guarded(list), PAUSE);
  });
  byId("more").addEventListener("click", guarded(more));
  byId("digest-chosen").addEventListener("click", guarded(() => openDigest(chosenArticles())));
}

/** Show the list of 'summaries' or 'articles'; without either, the one that was shown last. */
export function showHistory(kind) {
  if (kind) document.querySelector(`[name="kind"][value="${kind}"]`).checked = true;
  return list();
}

const kindListed = () => document.querySelector('[name="kind"]:checked').value;

async function page() {
  const asked = { limit: PAGE, ...(byId("search").value.trim() && { q: byId("search").value.trim() }) };
  if (cursor) asked.cursor = cursor;
  return latest.run((signal) => get(`${kindListed()}?${new URLSearchParams(asked)}`, { signal }));
}

async function list() {
  cursor = null;
  chosen.clear();
  const found = await page();
  if (!found) return;
  byId("history-list").replaceChildren();
  add(found);
  const searching = byId("search").value.trim() !== "";
  const empty = byId("history-empty");
  empty.hidden = found.items.length > 0;
  empty.textContent = searching ? "Nothing that is stored holds all these words." : "Nothing is stored yet.";
  announce(found.items.length ? `${counted(found.items.length, "entry", "entries")} listed.` : empty.textContent);
}

async function more() {
  const found = await page();
  if (found) add(found);
}

function add(found) {
  cursor = found.next;
  byId("more").hidden = cursor === null;
  byId("history-list").append(...found.items.map(kindListed() === "summaries" ? summaryEntry : articleEntry));
  showChosen();
}

function summaryEntry(summary) {
  const untitled = `${summary.summary.split(/\s+/).slice(0, 8).join(" ")}…`;
  const titles = summary.articles.map((article) => article.title ?? (summary.articles.length > 1 ? "untitled" : untitled));
  const title = titles.length > 1 ? `Digest: ${titles.join(" · ")}` : titles[0];
  const said = [summary.algorithm, counted(summary.sentences.filter((one) => one.chosen).length, "sentence")];
  const ways = [["The summary", `summaries/${summary.id}`]];
  if (titles.length === 1) ways.push(["The article and all of its summaries", `articles/${summary.articles[0].id}`]);
  return entry(`#/summaries/${summary.id}`, title, summary, said, summary.summary, summary.articles.map((one) => one.id), ways);
}

const moment = (made) => new Date(made).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

function articleEntry(article) {
  const said = [article.language.name, counted(article.statistics.words, "word")];
  const ways = [["The article and all of its summaries", `articles/${article.id}`]];
  return entry(`#/articles/${article.id}`, article.title ?? "Without a title", article, said, null, [article.id], ways);
}

function entry(place, title, { id, created_at: made }, said, snippet, articles, ways) {
  const box = element("input", { type: "checkbox", "aria-label": `Choose for a digest: ${title}` });
  box.addEventListener("change", () => {
    if (box.checked) chosen.set(id, articles);
    else chosen.delete(id);
    showChosen();
  });
  const deleting = element("div", { class: "deleting" });
  const item = element(
    "li",
    {},
    box,
    element(
      "div",
      { class: "entry" },
      element("h2", {}, element("a", { href: place }, title)),
      element("p", { class: "hint" }, [moment(made), ...said].join(" · ")),
      snippet && element("p", { class: "snippet" }, snippet),
    ),
    deleting,
  );
  offerDeletion(deleting, title, ways);
  return item;
}

/** A button that asks once more before anything is deleted. */
function offerDeletion(box, title, ways) {
  const button = (text, attributes) => element("button", { type: "button", class: "small", ...attributes }, text);
  const first = button("Delete", { "aria-label": `Delete: ${title}` });
  const cancel = button("Cancel", { onclick: () => { box.replaceChildren(first); first.focus(); } });
  const remove = (path) =>
    guarded(async () => {
      await send(path, { method: "DELETE" });
      await list();
      byId("search").focus();
      announce("Deleted.");
    });
  first.addEventListener("click", () => {
    box.replaceChildren("Delete for good: ", ...ways.map(([text, path]) => button(text, { onclick: remove(path) })), cancel);
    cancel.focus();
  });
  box.append(first);
}

const chosenArticles = () => [...new Set([...chosen.values()].flat())];

function showChosen() {
  const articles = chosenArticles();
  byId("digest-chosen").hidden = articles.length < 2;
  byId("digest-chosen").textContent = `Digest of these ${articles.length} articles`;
}
