// What the reader chose and the browser remembers: the theme, and whether they read in private.

import { byId } from "./elements.js";

const THEME = "standfirst.theme";
const PRIVATE = "standfirst.private";
const system = matchMedia("(prefers-color-scheme: dark)");

export function startTheme() {
  const button = byId("theme-button");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => (button.textContent = isDark() ? "Light" : "Dark");
  button.addEventListener("click", () => {
    const chosen = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = chosen;
    remember(THEME, chosen);
    show();
  });
  system.addEventListener("change", show);
  show();
}

let inPrivate = recall(PRIVATE) === "yes";

/** The switch stands in several views; all of them show the same. */
export function startPrivacy() {
  const boxes = document.querySelectorAll("[data-private]");
  const show = () => {
    for (const box of boxes) box.checked = inPrivate;
    for (const hint of document.querySelectorAll("[data-private-hint]")) {
      hint.textContent = inPrivate
        ? "Nothing is written: no article, no summary, no history."
        : "Articles and summaries are kept in the history of this service.";
    }
  };
  for (const box of boxes) {
    box.addEventListener("change", () => {
      inPrivate = box.checked;
      remember(PRIVATE, inPrivate ? "yes" : "no");
      show();
    });
  }
  show();
}

export const isPrivate = () => inPrivate;

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing for this page just forgets.
  }
}

function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
