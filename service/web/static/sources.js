// Where an article comes from, and the requests that are made of it.
//
// A source is one of { text }, { html }, { file }, { url }, { id } of a stored article, { articles } and { ids } of a digest,
// or { summary }, the id of one that is stored.

import { address, hasKey, send } from "./api.js";

const MARKUP = /^\s*(<!doctype html|<html|<head|<body|<article|<div|<p[ >])/i;

const ADDRESS = /^\s*(https?:\/\/\S+)\s*$/;

/** What was pasted: an address, the source of a page, or plain text. */
export function pasted(text) {
  const url = ADDRESS.exec(text);
  if (url) return { url: url[1] };
  return MARKUP.test(text) ? { html: text } : { text };
}

/** Let the service read an article; with `store` it also keeps it. */
export async function read(source, { store, signal }) {
  if (source.id) return (await send(`articles/${source.id}`, { signal })).json();
  const { path, init } = request("articles", source, store ? {} : { store });
  return (await send(path, { ...init, signal })).json();
}

/** Let the service sum a source up. `accept` asks for another form than JSON, and gives it as text. */
export async function summarise(source, options, { signal, accept } = {}) {
  const { path, init } = request("summarise", source, options);
  if (!accept) return (await send(path, { ...init, signal })).json();
  return (await send(path, { ...init, signal, headers: { ...init.headers, Accept: accept } })).text();
}

/** The very request, for a shell. The body goes in by a here-document, so nothing in it needs to be escaped. */
export function curl(source, options) {
  const key = hasKey() ? ` -H "Authorization: Bearer $STANDFIRST_KEY"` : "";
  const { path, init } = request("summarise", source, options);
  if (source.summary) return `curl -s ${quoted(address(path))}${key}\n`;
  if (source.file) return `curl -s ${quoted(address(path))}${key} -F ${quoted(`file=@${source.file.name}`)}\n`;
  return `curl -s ${quoted(address(path))}${key} -H 'Content-Type: application/json' --data-binary @- <<'JSON'\n${init.body}\nJSON\n`;
}

function request(path, source, options) {
  if (source.summary) return { path: `summaries/${source.summary}`, init: {} };
  if (source.file) {
    const body = new FormData();
    body.append("file", source.file);
    return { path: `${path}?${new URLSearchParams(options)}`, init: { method: "POST", body } };
  }
  const members = { article_id: source.id, article_ids: source.ids, ...source, id: undefined, ids: undefined };
  return {
    path,
    init: {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...members, ...options }),
    },
  };
}

function quoted(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
