"use strict";
(() => {
  const { h, state, word, count, csv, download } = window.mmbench;
  const EMPTY = new Set(["", "–"]);
  const KINDS = [
    ["model", "models", ["model"]],
    ["imported", "imported", ["imported"]],
    ["simulated", "simulated", ["simulated"]],
    ["baselines", "baselines", ["random", "frequent"]],
    ["published", "as published", ["published"]],
  ];

  // The text of a cell without what only explains it: an interval, a badge, a bar.
  const plain = (cell) => {
    const copy = cell.cloneNode(true);
    for (const extra of copy.querySelectorAll("small, .badge, .few, svg")) extra.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const toNumber = (text) => {
    const bare = text.replaceAll(",", "").replace(/ ?%$/, "");
    return /^[<+-]?\d+(\.\d+)?$/.test(bare) ? Number(bare.replace("<", "")) : null;
  };
  const keyOf = (cell) => {
    if (!cell) return null;
    if (cell.dataset.v) return Number(cell.dataset.v);
    const text = plain(cell);
    if (EMPTY.has(text)) return null;
    return (cell.tagName === "TH" ? null : toNumber(text)) ?? text;
  };
  const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === typeof b) return collator.compare(a, b);
    return typeof a === "number" ? -1 : 1;
  };

  const rowsOf = (body) => [...body.rows].filter((row) => !row.classList.contains("heading"));

  class Sorting {
    constructor(table) {
      this.table = table;
      this.heads = [...table.tHead.rows[0].cells];
      this.bodies = [...table.tBodies].map((body) => [body, rowsOf(body)]);
      this.first = this.heads.find((head) => head.hasAttribute("aria-sort"));
      this.given = this.first?.getAttribute("aria-sort");
      for (const [column, head] of this.heads.entries()) {
        if (head.hasAttribute("data-unsorted")) continue;
        const button = h("button", { type: "button", on: { click: () => this.clicked(column) } });
        button.append(...[...head.childNodes].filter((node) => node.nodeName !== "SMALL"));
        head.prepend(button);
      }
      this.restore();
      if (table.id) state.changed(() => this.restore());
    }

    name(column) {
      return this.heads[column].dataset.column || String(column);
    }

    clicked(column) {
      const head = this.heads[column];
      const now = head.getAttribute("aria-sort");
      const ascending = now ? now === "descending" : this.ascendsFirst(column);
      this.sort(column, ascending);
      const saved = this.table.id;
      if (saved) state.set({ [`sort-${saved}`]: `${this.name(column)}.${ascending ? "up" : "down"}` });
    }

    ascendsFirst(column) {
      if (this.heads[column].dataset.first === "ascending") return true;
      const keys = this.bodies.flatMap(([, rows]) => rows.map((row) => keyOf(row.cells[column])));
      return keys.some((key) => typeof key === "string");
    }

    // Always from the order given, so that equal rows stand as in the page, and a link shows what its sender saw.
    sort(column, ascending) {
      const sign = ascending ? 1 : -1;
      for (const [body, given] of this.bodies) {
        const keyed = given.map((row) => [keyOf(row.cells[column]), row]);
        keyed.sort(([a], [b]) => {
          if (a === null || b === null) return (a === null) - (b === null);
          return sign * compare(a, b);
        });
        body.append(...keyed.map(([, row]) => row));
      }
      this.mark(this.heads[column], ascending ? "ascending" : "descending");
    }

    mark(head, order) {
      for (const other of this.heads) other.removeAttribute("aria-sort");
      head?.setAttribute("aria-sort", order);
    }

    restore() {
      if (!this.table.id) return;
      const [, name, way] = state.get(`sort-${this.table.id}`).match(/^(.+)\.(up|down)$/) || [];
      const column = this.heads.findIndex((head, at) => !head.hasAttribute("data-unsorted") && this.name(at) === name);
      if (column >= 0) {
        this.sort(column, way === "up");
        return;
      }
      for (const [body, given] of this.bodies) body.append(...given);
      this.mark(this.first, this.given);
    }
  }

  class Filters {
    constructor(table) {
      this.table = table;
      this.heads = [...table.tHead.rows[0].cells];
      this.rows = [...table.tBodies].flatMap(rowsOf);
      this.sorts = KINDS.filter(([, , sorts]) => this.rows.some((row) => sorts.includes(row.dataset.sort)));
      this.domains = this.heads.filter((head) => head.dataset.domain !== undefined);
      this.build();
      this.restore();
      state.changed(() => this.restore());
    }

    build() {
      const changed = { input: () => this.changed() };
      const box = (text) => {
        const input = h("input", { type: "checkbox", on: changed });
        return [input, h("label", {}, input, h("bdi", {}, text))];
      };
      this.search = h("input", { type: "search", on: changed });
      this.kinds = this.sorts.map(([name, title]) => [name, ...box(word(title))]);
      this.columns = this.domains.map((head) => [head, ...box(head.dataset.domain)]);
      [this.checked, this.checkedLabel] = box(word("only run or rescored here"));
      const claims = this.rows.some((row) => row.dataset.status === "self-reported");
      const submit = (event) => event.preventDefault();
      const button = (text, click) => h("button", { type: "button", on: { click } }, text);
      const group = (title, boxes) => h("fieldset", {}, h("legend", {}, title), ...boxes.map(([, , label]) => label));
      this.told = h("output", { role: "status" });
      this.form = h(
        "form",
        { class: "filters", "aria-label": word("What the leaderboard shows"), on: { submit } },
        h("label", { class: "search" }, word("Model"), this.search),
        this.kinds.length > 1 ? group(word("Show"), this.kinds) : null,
        claims ? this.checkedLabel : null,
        this.columns.length > 1
          ? h("details", {}, h("summary", {}, word("Domains")), group(word("Columns"), this.columns))
          : null,
        h(
          "div",
          { class: "buttons" },
          this.told,
          button(word("Show all"), () => this.reset()),
          button(word("CSV"), () => download("leaderboard.csv", "text/csv", csv(this.lines()))),
          button(word("JSON"), () => download("leaderboard.json", "application/json", this.json())),
          button(word("Copy link"), (event) => window.mmbench.copyLink(event.currentTarget)),
        ),
      );
      this.table.closest(".scroll").before(this.form);
    }

    reset() {
      this.search.value = "";
      this.checked.checked = false;
      for (const [, input] of [...this.kinds, ...this.columns]) input.checked = true;
      this.changed();
    }

    changed() {
      const off = (boxes, name) => boxes.filter(([, input]) => !input.checked).map(name).join(",");
      state.set({
        q: this.search.value,
        hide: off(this.kinds, ([name]) => name),
        checked: this.checked.checked ? "1" : "",
        without: off(this.columns, ([head]) => head.dataset.column),
      });
      this.apply();
    }

    restore() {
      const listed = (key) => new Set(state.get(key).split(","));
      const [hidden, without] = [listed("hide"), listed("without")];
      this.search.value = state.get("q");
      this.checked.checked = state.get("checked") === "1";
      for (const [name, input] of this.kinds) input.checked = !hidden.has(name);
      for (const [head, input] of this.columns) input.checked = !without.has(head.dataset.column);
      this.apply();
    }

    apply() {
      const wanted = this.search.value.trim().toLowerCase();
      const shown = new Set(this.sorts.filter((_, at) => this.kinds[at][1].checked).flatMap(([, , sorts]) => sorts));
      let left = 0;
      for (const row of this.rows) {
        const claimed = this.checked.checked && row.dataset.status === "self-reported";
        row.hidden = claimed || !shown.has(row.dataset.sort) || !plain(row.cells[0]).toLowerCase().includes(wanted);
        left += row.hidden ? 0 : 1;
      }
      for (const heading of this.table.querySelectorAll("tr.heading")) {
        heading.hidden = rowsOf(heading.parentElement).every((row) => row.hidden);
      }
      for (const [head, input] of this.columns) {
        head.hidden = !input.checked;
        for (const row of this.rows) row.cells[head.cellIndex].hidden = head.hidden;
      }
      this.told.textContent = word("{n} of {all} rows shown", { n: count(left), all: count(this.rows.length) });
    }

    // What is shown, in its order, as lists of cells; the first has the names of the columns.
    lines() {
      const heads = this.heads.filter((head) => !head.hidden);
      const names = heads.flatMap((head, at) => {
        const name = head.dataset.domain ?? plain(head);
        if (head.hasAttribute("data-score")) return [name, `${name}, low`, `${name}, high`, `${name}, n`];
        return at ? [name] : [name, word("marks")];
      });
      const rows = [...this.table.tBodies].flatMap(rowsOf).filter((row) => !row.hidden);
      const line = (row) => heads.flatMap((head, at) => this.cells(row.cells[head.cellIndex], head, at));
      return [names, ...rows.map(line)];
    }

    cells(cell, head, at) {
      const number = (text) => (text ? Number(text) : null);
      const { v, low, high, n } = cell.dataset;
      if (head.hasAttribute("data-score")) return [v, low, high, n].map(number);
      const text = plain(cell);
      if (at) return [EMPTY.has(text) ? null : (toNumber(text) ?? text)];
      const marks = [...cell.querySelectorAll(".badge, small")].map((mark) => mark.textContent.trim());
      return [text, marks.join("; ")];
    }

    json() {
      const [columns, ...rows] = this.lines();
      return `${JSON.stringify({ columns, rows }, null, 1)}\n`;
    }
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    const sorting = new Sorting(table);
    if (table.hasAttribute("data-filtered")) new Filters(sorting.table);
  }
  addEventListener("beforeprint", () => {
    for (const closed of document.querySelectorAll("main details:not([open])")) closed.open = true;
  });
})();
