// The public API, asked as any other client would ask it.

import { byId } from "./elements.js";

const KEY = "standfirst.key";

/** An answer that is a problem (RFC 9457), or no answer at all. */
export class Problem extends Error {
  constructor({ title, detail, status = 0, errors = [], request_id: requestId = null }) {
    super(detail);
    Object.assign(this, { title, detail, status, faults: errors, requestId });
  }
}

/** Runs one piece of work at a time: a new one aborts the one before, which then gives undefined. */
export class Latest {
  #running = null;

  async run(work) {
    this.#running?.abort();
    const mine = new AbortController();
    this.#running = mine;
    try {
      const result = await work(mine.signal);
      return mine.signal.aborted ? undefined : result;
    } catch (error) {
      if (mine.signal.aborted) return undefined;
      throw error;
    }
  }
}

/** The address of a path of this service, wherever it is mounted. */
export function address(path) {
  return new URL(path, document.baseURI.split("#")[0]).href;
}

/** Send a request; gives the response. Asks for a key where the service wants one. */
export async function send(path, { signal, headers = {}, ...rest } = {}) {
  const response = await attempt(path, { signal, headers: { ...headers, ...authorization() }, ...rest });
  if (response.status !== 401) return checked(response);
  await askForKey(await problemOf(response));
  return checked(await attempt(path, { signal, headers: { ...headers, ...authorization() }, ...rest }));
}

export async function get(path, options = {}) {
  return (await send(path, options)).json();
}

export async function post(path, value, options = {}) {
  const body = JSON.stringify(value);
  return (await send(path, { method: "POST", headers: { "Content-Type": "application/json" }, body, ...options })).json();
}

async function attempt(path, options) {
  try {
    return await fetch(address(path), options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({
      title: "The service does not answer",
      detail: "Look whether it still runs and whether you are still connected, then try again.",
    });
  }
}

async function checked(response) {
  if (response.ok) return response;
  throw await problemOf(response);
}

async function problemOf(response) {
  try {
    return new Problem(await response.json());
  } catch {
    return new Problem({
      title: "The service gave an answer that cannot be read",
      detail: `Its status was ${response.status}. Something between you and the service may have answered in its place.`,
      status: response.status,
    });
  }
}

// --- the key: kept in this tab, for as long as it is open -----------------------------------------

export const hasKey = () => sessionStorage.getItem(KEY) !== null;

function authorization() {
  const key = sessionStorage.getItem(KEY);
  return key ? { Authorization: `Bearer ${key}` } : {};
}

let asking = null;

/** Let the reader give a key. Throws the problem where they do not want to. */
export async function askForKey(problem = null) {
  asking ??= new Promise((resolve) => {
    const dialog = byId("key-dialog");
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "use" ? byId("key").value.trim() : null), {
      once: true,
    });
    dialog.returnValue = "";
    byId("key").value = "";
    dialog.showModal();
  }).finally(() => (asking = null));
  const key = await asking;
  if (key) sessionStorage.setItem(KEY, key);
  else if (problem) throw problem;
  byId("key-button").hidden = false;
}
