// Onto the clipboard, also where the page is not served over TLS and browsers give scripts no clipboard.

import { announce, element } from "./elements.js";

const SHOWN = 1600; // milliseconds that a button says what it did

/** A button that copies what `make` gives, and says so. */
export function copyButton(name, make) {
  const button = element("button", { type: "button", class: "small" }, name);
  button.addEventListener("click", async () => {
    try {
      await copy(await make());
      say(button, name, "Copied");
      announce(`${name} copied.`);
    } catch {
      say(button, name, "Not copied");
      announce(`${name} could not be copied.`);
    }
  });
  return button;
}

function say(button, name, what) {
  button.textContent = what;
  setTimeout(() => (button.textContent = name), SHOWN);
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = element("textarea", { class: "visually-hidden", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("The browser does not let a page copy.");
  return undefined;
}
