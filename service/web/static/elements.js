// Elements, built in code. Text always goes in as text, never as markup.

export const byId = (id) => document.getElementById(id);

/** An element with attributes (`on…` are listeners; null and false leave one out) and children. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false));
  return made;
}

/** Tell a screen reader, without moving the focus. */
export function announce(sentence) {
  byId("status").textContent = sentence;
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Bring an element into the middle of the window, focus it, and let it light up for a moment. */
export function goTo(target) {
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  target.classList.remove("lit");
  void target.offsetWidth; // so that the animation starts anew
  target.classList.add("lit");
}

export function counted(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
