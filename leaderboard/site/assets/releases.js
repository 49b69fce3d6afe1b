"use strict";
// The runs as of a day: rows of later days go, the others stand best first; the chart greys what came later.
(() => {
  const { copyLink, state, word } = window.mmbench;
  const controls = document.getElementById("controls");
  if (!controls) return;
  const list = document.getElementById("asof");
  const told = document.getElementById("told");
  const days = [...list.options].map((option) => option.value);
  const tables = [...document.querySelectorAll("table.releases")].map((table) => [...table.tBodies[0].rows]);
  const marks = document.querySelectorAll("svg.chart [data-date]");
  const accuracy = (row) => Number(row.dataset.accuracy);

  const show = () => {
    const asked = state.get("asof");
    const day = days.includes(asked) ? asked : "";
    list.value = day;
    for (const rows of tables) {
      for (const row of rows) row.hidden = day !== "" && !(row.dataset.date && row.dataset.date <= day);
      rows[0]?.parentNode.append(...(day ? rows.toSorted((one, two) => accuracy(two) - accuracy(one)) : rows));
    }
    for (const mark of marks) mark.classList.toggle("later", day !== "" && mark.dataset.date > day);
    const rows = tables.flat();
    const n = rows.filter((row) => !row.hidden).length;
    const unknown = rows.filter((row) => !row.dataset.date).length;
    const said = [];
    if (asked !== day) said.push(word("The link asks for a day on which no run was made: all are shown."));
    if (day) said.push(word("{n} of {all} rows, best first; ranks are over all rows.", { n, all: rows.length }));
    if (day && unknown) said.push(word("Rows of unknown date are left out: {n}.", { n: unknown }));
    told.textContent = said.join(" ");
  };

  list.addEventListener("change", () => {
    state.set({ asof: list.value });
    show();
  });
  document.getElementById("link").addEventListener("click", (event) => copyLink(event.currentTarget));
  state.changed(show);
  controls.hidden = false;
  show();
})();
