"use strict";
// Two runs: which they are, the items by who was right, and what is in the fragment. `pair.js` shows the difference.
(() => {
  const { copyLink, count, csv, download, h, load, mistakeOf, outcomeOf, percent, root, showPair, state, word } =
    window.mmbench;
  const at = (id) => document.getElementById(id);
  if (!at("compare")) return;

  const PAGE = 50;
  const REFERENCES = ["simulated", "random", "frequent"];
  const KINDS = ["calculation", "logic", "misreading", "undetermined"];
  const CELLS = new Map([
    ["both", word("Both right")],
    ["a", word("Only A right")],
    ["b", word("Only B right")],
    ["neither", word("Neither right")],
  ]);
  const SHOWN = {
    right: word("right"),
    wrong: word("wrong"),
    unparsed: word("unparsed"),
    "no answer": word("no answer"),
    failed: word("failed"),
    "no response": word("no response"),
    "partly right": word("partly right"),
    calculation: word("calculation"),
    logic: word("logic"),
    misreading: word("misreading"),
    undetermined: word("undetermined"),
    "": word("wrong, not diagnosed"),
  };
  const MAJORITY = [
    word("Items were asked several times: one counts as right here where more than half of its answers are."),
    word("So these counts need not agree with the accuracies."),
  ].join(" ");
  const buttons = [...at("grid").querySelectorAll("button")];

  let index;
  let a = 0;
  let b = 1;
  let cells = new Map();
  let asked = 0; // counts loads: what an earlier one brings late is dropped

  const outcome = (run, item) => outcomeOf(index, run, item);
  const mistake = (run, item) => mistakeOf(index, run, item);
  const isRight = (run, item) => {
    const shares = index.scores[run];
    return shares ? shares[item] > 0.5 : index.outcomes[run][item] === "r";
  };
  const domainOf = (item) => {
    const facet = index.facets.domain;
    return facet ? facet.values[facet.of[item]] : "";
  };
  // An item without a domain has the empty name, which the fragment cannot hold.
  const held = (domain) => domain || "-";

  const sortItems = () => {
    const domain = Number(at("domain").value);
    cells = new Map([...CELLS.keys()].map((name) => [name, []]));
    for (let item = 0; item < index.items.key.length; item += 1) {
      if (index.outcomes[a][item] === "-" || index.outcomes[b][item] === "-") continue;
      if (domain >= 0 && index.facets.domain.of[item] !== domain) continue;
      const [one, other] = [isRight(a, item), isRight(b, item)];
      cells.get(one ? (other ? "both" : "a") : other ? "b" : "neither").push(item);
    }
  };

  const showGrid = () => {
    sortItems();
    const all = [...cells.values()].reduce((sum, items) => sum + items.length, 0);
    const none = word("No item was asked of both.");
    const alike = all ? word("{n} items that both were asked alike.", { n: count(all) }) : none;
    const repeated = index.scores[a] || index.scores[b];
    at("counted").textContent = repeated ? `${alike} ${MAJORITY}` : alike;
    for (const button of buttons) {
      const n = cells.get(button.dataset.cell).length;
      button.replaceChildren(
        h("b", {}, count(n)),
        " ",
        h("span", {}, CELLS.get(button.dataset.cell)),
        " ",
        h("small", {}, percent(all ? n / all : null)),
      );
    }
  };

  const showMistakes = () => {
    const sides = [
      [a, cells.get("b"), word("A, where only B was right")],
      [b, cells.get("a"), word("B, where only A was right")],
    ];
    const found = sides.map(([run, items]) =>
      items.map((item) => mistake(run, item) || (outcome(run, item) === "wrong" ? "" : outcome(run, item))),
    );
    const others = [...new Set(found.flat())].filter((name) => !KINDS.includes(name));
    const [head] = at("mistakes").tHead.rows;
    for (const [k, [, items, said]] of sides.entries()) {
      head.cells[k + 1].replaceChildren(said, h("small", {}, word("n {n}", { n: count(items.length) })));
    }
    const cell = (names, name) => {
      const n = names.filter((each) => each === name).length;
      return h("td", {}, count(n), h("small", {}, percent(names.length ? n / names.length : null)));
    };
    const rows = [...KINDS, ...others].map((name) => {
      const key = KINDS.includes(name) ? h("span", { class: `key ${name}` }) : null;
      return h("tr", {}, h("th", { scope: "row" }, key, SHOWN[name]), cell(found[0], name), cell(found[1], name));
    });
    at("mistakes").tBodies[0].replaceChildren(...rows);
  };

  const told = (run, item) => {
    const share = index.scores[run]?.[item];
    const kind = mistake(run, item);
    const parts = [SHOWN[outcome(run, item)]];
    if (share > 0 && share < 1) parts.push(percent(share));
    if (kind) parts.push(`(${SHOWN[kind]})`);
    return parts.join(" ");
  };

  const row = (item) => {
    const key = index.items.key[item];
    const href = `${root}item.html#item=${encodeURIComponent(key)}`;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, h("a", { href }, h("bdi", {}, key))),
      h("td", { class: "words", dir: "auto" }, index.items.text[item]),
      h("td", { class: "words" }, h("bdi", {}, domainOf(item))),
      h("td", { class: "words" }, told(a, item)),
      h("td", { class: "words" }, told(b, item)),
    );
  };

  const showItems = () => {
    const name = state.get("cell");
    const items = cells.get(name);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.cell === name));
    at("items").hidden = !items;
    if (!items) return;
    const pages = Math.max(1, Math.ceil(items.length / PAGE));
    const page = Math.min(pages, Math.max(1, Math.trunc(Number(state.get("page"))) || 1));
    const start = (page - 1) * PAGE;
    const shown = items.slice(start, start + PAGE);
    const [cell, n] = [CELLS.get(name), count(items.length)];
    const [from, to] = [count(start + 1), count(start + shown.length)];
    at("range").textContent = items.length
      ? word("{cell}: items {from} to {to} of {n}", { cell, from, to, n })
      : word("{cell}: no item", { cell });
    at("earlier").hidden = at("later").hidden = pages === 1;
    at("earlier").disabled = page === 1;
    at("later").disabled = page === pages;
    at("earlier").value = page - 1;
    at("later").value = page + 1;
    for (const kind of ["csv", "json"]) at(kind).disabled = items.length === 0;
    at("cell").tBodies[0].replaceChildren(...shown.map(row));
  };

  const save = (kind) => {
    const cell = state.get("cell");
    const { key, text } = index.items;
    const score = (run, item) => index.scores[run]?.[item] ?? Number(isRight(run, item));
    const values = (run, item) => [outcome(run, item), mistake(run, item), score(run, item)];
    const sides = ["a_outcome", "a_mistake", "a_score", "b_outcome", "b_mistake", "b_score"];
    const names = ["item", "question", "domain", ...sides];
    const lines = cells.get(cell).map((k) => [key[k], text[k], domainOf(k), ...values(a, k), ...values(b, k)]);
    const file = `compare-${index.runs[a].slug}-${index.runs[b].slug}-${cell}.${kind}`;
    if (kind === "csv") {
      download(file, "text/csv", csv([names, ...lines]));
      return;
    }
    const items = lines.map((line) => Object.fromEntries(names.map((name, k) => [name, line[k]])));
    const about = { a: index.runs[a].label, b: index.runs[b].label, cell, domain: state.get("domain") };
    download(file, "application/json", JSON.stringify({ ...about, items }, null, 1));
  };

  const showDifference = async () => {
    asked += 1;
    const mine = asked;
    const section = at("pair");
    section.setAttribute("aria-busy", "true");
    const pairs = await load(`pairs/${index.runs[a].slug}`);
    if (mine !== asked) return;
    showPair(index.runs[a], index.runs[b], pairs[b]);
    section.setAttribute("aria-busy", "false");
  };

  // Returns whether the fragment names runs and a domain of this site; what it names otherwise is replaced.
  const choose = () => {
    const numbers = index.runs.map((_, k) => k);
    const known = new Map(numbers.map((k) => [index.runs[k].slug, k]));
    const models = numbers.filter((k) => !REFERENCES.includes(index.runs[k].sort));
    models.sort((one, other) => (index.runs[other].accuracy ?? -1) - (index.runs[one].accuracy ?? -1));
    const usual = models.length > 1 ? models : numbers;
    const wanted = [state.get("a"), state.get("b"), state.get("domain")];
    const one = known.get(wanted[0]);
    const other = known.get(wanted[1]) === one ? undefined : known.get(wanted[1]);
    a = one ?? usual.find((k) => k !== other);
    b = other ?? usual.find((k) => k !== a);
    const domain = (index.facets.domain?.values ?? []).map(held).indexOf(wanted[2]);
    at("a").value = a;
    at("b").value = b;
    at("domain").value = domain;
    const got = [one, other, domain < 0 ? undefined : domain];
    return wanted.every((name, k) => !name || got[k] !== undefined);
  };

  const show = () => {
    const found = choose();
    state.set({
      a: index.runs[a].slug,
      b: index.runs[b].slug,
      domain: Number(at("domain").value) < 0 ? "" : state.get("domain"),
    });
    at("note").textContent = found ? "" : word("The link names what is not on this site; the usual is shown instead.");
    showGrid();
    showMistakes();
    showItems();
    showDifference().catch(failed);
  };

  const failed = (error) => {
    at("note").textContent = error.message;
  };

  const change = (changes) => {
    state.set(changes);
    show();
  };
  // The same run on both sides is no pair: choosing it swaps the two.
  const setSide = (side, other, before) => {
    const slug = (k) => index.runs[k].slug;
    const chosen = Number(at(side).value);
    const both = { [side]: slug(chosen), page: "" };
    if (chosen === Number(at(other).value)) both[other] = slug(before);
    change(both);
  };
  const swap = () => {
    const turned = { a: "b", b: "a" };
    const cell = state.get("cell");
    change({ a: index.runs[b].slug, b: index.runs[a].slug, cell: turned[cell] ?? cell });
  };
  const turn = (event) => {
    state.set({ page: event.currentTarget.value });
    showItems();
    at("range").focus();
  };

  const start = (content) => {
    index = content;
    const option = ({ label, sort }, k) =>
      h("option", { value: k }, REFERENCES.includes(sort) ? word("{run} (for reference)", { run: label }) : label);
    for (const side of ["a", "b"]) at(side).append(...index.runs.map(option));
    const domains = index.facets.domain?.values ?? [];
    at("domain").append(
      h("option", { value: -1 }, word("all domains")),
      ...domains.map((name, k) => h("option", { value: k }, name || word("unknown"))),
    );
    at("filter").hidden = domains.length === 0;
    at("a").addEventListener("change", () => setSide("a", "b", a));
    at("b").addEventListener("change", () => setSide("b", "a", b));
    at("domain").addEventListener("change", () => {
      const domain = Number(at("domain").value);
      change({ domain: domain < 0 ? "" : held(domains[domain]), page: "" });
    });
    for (const button of buttons) {
      button.addEventListener("click", () => {
        state.set({ cell: state.get("cell") === button.dataset.cell ? "" : button.dataset.cell, page: "" });
        showItems();
      });
    }
    at("earlier").addEventListener("click", turn);
    at("later").addEventListener("click", turn);
    at("csv").addEventListener("click", () => save("csv"));
    at("json").addEventListener("click", () => save("json"));
    at("swap").addEventListener("click", swap);
    at("link").addEventListener("click", (event) => copyLink(event.currentTarget));
    state.changed(show);
    at("outcomes").hidden = false;
    show();
  };

  at("compare").hidden = false;
  load("index").then(start).catch(failed);
})();
