"use strict";
(() => {
  const number = (cell) => {
    const text = cell.textContent.trim().replace(/^<|,/g, "");
    const found = text.match(/^[+-]?\d+(\.\d+)?/);
    return found ? Number(found[0]) : null;
  };
  const order = (one, two, sign) => {
    const [a, b] = [number(one), number(two)];
    if (a !== null && b !== null) return sign * (a - b);
    if (a !== null || b !== null) return a === null ? 1 : -1;
    return sign * one.textContent.localeCompare(two.textContent);
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    for (const [column, head] of heads.entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const sign = head.getAttribute("aria-sort") === "descending" ? 1 : -1;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
        const rows = [...table.tBodies[0].rows];
        rows.sort((one, two) => order(one.cells[column], two.cells[column], sign));
        table.tBodies[0].append(...rows);
      });
    }
  }
  const gallery = document.getElementById("entries");
  if (gallery) {
    const entries = [...gallery.querySelectorAll("article")];
    const parts = [...gallery.querySelectorAll("section")];
    const bar = document.getElementById("filters");
    const told = bar.querySelector("output");
    const lists = [...bar.querySelectorAll("select")];
    const apply = () => {
      let shown = 0;
      for (const entry of entries) {
        entry.hidden = lists.some((list) => list.value && entry.dataset[list.name] !== list.value);
        shown += entry.hidden ? 0 : 1;
      }
      for (const part of parts) part.hidden = !part.querySelector("article:not([hidden])");
      told.textContent = `${shown} of ${entries.length} shown`;
    };
    for (const list of lists) {
      const values = [...new Set(entries.map((entry) => entry.dataset[list.name]))].sort();
      for (const value of values) list.add(new Option(value, value));
      list.addEventListener("change", apply);
    }
    bar.hidden = false;
    apply();
  }
  addEventListener("beforeprint", () => {
    for (const closed of document.querySelectorAll("details:not([open])")) closed.open = true;
  });
})();
