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

export function startPrivacy() {
  const box = byId("private");
  const show = () => {
    byId("private-hint").textContent = box.checked
      ? "Nothing is written: no article, no summary, no history."
      : "Article and summary are kept in the history of this service.";
  };
  box.checked = recall(PRIVATE) === "yes";
  box.addEventListener("change", () => {
    remember(PRIVATE, box.checked ? "yes" : "no");
    show();
  });
  show();
}

export const isPrivate = () => byId("private").checked;

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
