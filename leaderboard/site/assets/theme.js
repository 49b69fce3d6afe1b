"use strict";
// Runs before the page is drawn, so that a chosen theme does not flash up late.
try {
  const chosen = localStorage.getItem("theme");
  if (["dark", "light"].includes(chosen)) document.documentElement.dataset.theme = chosen;
} catch {
  // Where nothing can be kept, the system's choice holds.
}
