// Loaded before the page is painted, so that a reader who chose a theme never sees the other one flash.
try {
  const chosen = localStorage.getItem("standfirst.theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing for this page shows the theme of the system.
}
