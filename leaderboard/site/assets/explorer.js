"use strict";
// The explorer: facets with counts, search, a list of items with a mark for each model, all of it in the fragment.
(() => {
  const { AGREEMENTS, NO_MODEL, Selection, copyLink, count, csv, download, h, load, root, state, svg, word } =
    window.mmbench;
  const { mistakeOf, outcomeOf } = window.mmbench;
  const at = (id) => document.getElementById(id);
  const [PAGE, FEW, WORDS, ACROSS] = [50, 12, 160, 20];
  const TITLES = new Map([
    ["domain", word("Domain")],
    ["source", word("Source")],
    ["skill", word("Skill")],
    ["level", word("Level")],
    ["language", word("Language")],
    ["answer_kind", word("Answer kind")],
    ["question_type", word("Question type")],
    ["benchmark", word("Benchmark")],
    ["condition", word("Condition")],
  ]);
  const AGREED = [
    word("all models wrong"),
    word("all models right"),
    word("only one model wrong"),
    word("only one model right"),
    word("models disagree"),
  ];
  const KINDS = [word("calculation"), word("logic"), word("misreading"), word("undetermined")];
  const MARKS = [
    ["right", "r", word("right"), (x, y) => `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0`],
    ["wrong", "w", word("wrong"), (x, y) => `M${x - 3.5} ${y - 3.5}l7 7m0-7l-7 7`],
    ["partly", "p", word("partly right"), (x, y) => `M${x} ${y - 5}l5 5l-5 5l-5-5z`],
    ["other", "unfm", word("no answer that could be read"), (x, y) => `M${x - 3.5} ${y - 3.5}h7v7h-7z`],
    ["unasked", "-", word("not asked"), (x, y) => `M${x - 2} ${y}h4`],
  ];
  let selection;
  let choice;
  let chosen = [];
  let lists = []; // one for each facet, then the kinds of mistake
  let agreement;
  let models;

  const named = (run) => h("bdi", {}, run.label);

  const strip = (item) => {
    const { runs, outcomes } = selection.index;
    const width = Math.min(choice.models.length, ACROSS);
    const groups = MARKS.map(([kind, letters, title, draw]) => {
      const places = choice.models.flatMap((run, place) => (letters.includes(outcomes[run][item]) ? [place] : []));
      const path = places.map((place) => {
        const column = place % ACROSS;
        return draw(7 + 12 * column + 4 * Math.floor(column / 5), 8 + 16 * Math.floor(place / ACROSS));
      });
      return { kind, title, path: path.join(""), runs: places.map((place) => runs[choice.models[place]].label) };
    });
    const said = groups.filter(({ path }) => path).map((group) => `${group.title}: ${group.runs.join(", ")}`);
    const rows = Math.ceil(choice.models.length / ACROSS);
    const size = [14 + 12 * (width - 1) + 4 * Math.floor((width - 1) / 5), 16 * rows];
    return svg(
      "svg",
      { class: "strip", role: "img", width: size[0], height: size[1], viewBox: `0 0 ${size.join(" ")}` },
      svg("title", {}, said.join("; ")),
      groups.map(({ kind, path }) => (path ? svg("path", { class: `mark-${kind}`, d: path }) : null)),
    );
  };

  const legend = () => {
    at("legend").replaceChildren(
      ...MARKS.map(([kind, , title, draw]) =>
        h("li", {}, svg("svg", { width: 16, height: 16, "aria-hidden": "true" },
          svg("path", { class: `mark-${kind}`, d: draw(8, 8) })), title)),
    );
    at("order").replaceChildren(...choice.models.map((run) => h("li", {}, named(selection.index.runs[run]))));
  };

  const row = (item, from) => {
    const { items, facets, outcomes } = selection.index;
    const text = items.text[item];
    const asked = choice.models.filter((run) => outcomes[run][item] !== "-");
    const right = asked.filter((run) => outcomes[run][item] === "r").length;
    const domain = facets.domain ? facets.domain.values[facets.domain.of[item]] || word("unknown") : "";
    return h("li", {},
      h("a", { href: `${root}item.html#${new URLSearchParams({ item: items.key[item], from })}` },
        h("bdi", {}, items.key[item])),
      h("p", { dir: "auto" }, text.length > WORDS ? `${text.slice(0, WORDS)}…` : text),
      h("span", { class: "of" }, h("bdi", { class: "domain" }, domain),
        choice.models.length ? strip(item) : null,
        choice.models.length ? h("span", {}, word("{n} of {m} right", { n: right, m: asked.length })) : null));
  };

  const show = () => {
    const told = selection.choose(choice);
    chosen = told.found;
    const pages = Math.max(1, Math.ceil(chosen.length / PAGE));
    choice.page = Math.min(choice.page, pages);
    state.set(selection.write(choice));
    const start = (choice.page - 1) * PAGE;
    const from = location.hash.slice(1);
    at("told").textContent = word("{n} of {m} items", { n: count(chosen.length), m: count(selection.size) });
    at("found").start = start + 1;
    at("found").replaceChildren(...chosen.slice(start, start + PAGE).map((item) => row(item, from)));
    at("page").textContent = word("page {n} of {m}", { n: count(choice.page), m: count(pages) });
    at("earlier").disabled = choice.page === 1;
    at("later").disabled = choice.page === pages;
    for (const [place, list] of lists.entries()) list.tell(told.facets[place] ?? told.errors);
    tellAgreement(told);
  };

  /** A list of check boxes with a count each, a filter box where it is long. */
  const checklist = (title, names, open, change) => {
    const rows = names.map((name, number) => {
      const input = h("input", { type: "checkbox", on: { change: (event) => change(number, event.target.checked) } });
      const told = h("span", { class: "count" });
      return { input, told, name, line: h("label", {}, input, h("bdi", {}, name), told) };
    });
    const values = h("div", { class: "values" }, rows.map(({ line }) => line));
    const filter = (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      for (const { line, name } of rows) line.hidden = !name.toLowerCase().includes(wanted);
    };
    const box = names.length > FEW
      ? h("input", { type: "search", "aria-label": word("Find in {list}", { list: title }), placeholder: word("Find"),
        autocomplete: "off", on: { input: filter } })
      : null;
    const badge = h("span", { class: "chosen" });
    const fold = h("details", { open },
      h("summary", {}, title, " ", badge),
      h("fieldset", {}, h("legend", { class: "off-screen" }, title), box, values));
    return {
      fold,
      mark: (set) => {
        for (const [number, { input }] of rows.entries()) input.checked = set.has(number);
        badge.textContent = set.size ? count(set.size) : "";
        if (set.size) fold.open = true;
      },
      tell: (counts) => {
        for (const [number, { told, line }] of rows.entries()) {
          const text = count(counts[number]);
          if (told.textContent === text) continue;
          told.textContent = text;
          line.classList.toggle("none", !counts[number]);
        }
        const size = rows.filter(({ input }) => input.checked).length;
        badge.textContent = size ? count(size) : "";
      },
    };
  };

  const toggle = (set) => (number, on) => {
    if (on) set().add(number);
    else set().delete(number);
    changed();
  };
  const changed = () => {
    choice.page = 1;
    show();
  };

  const agreementBox = () => {
    const option = (value, title) => {
      const input = h("input", { type: "radio", name: "agreement", value, on: { change: () => {
        choice.agreement = value;
        changed();
      } } });
      const told = h("span", { class: "count" });
      return { input, told, line: h("label", {}, input, title, told) };
    };
    const options = [option("", word("any")), ...AGREEMENTS.map((name, place) => option(name, AGREED[place]))];
    const who = h("select", { on: { change: (event) => {
      choice.who = Number(event.target.value);
      changed();
    } } });
    const fold = h("details", { open: true }, h("summary", {}, word("Agreement")),
      h("fieldset", {}, h("legend", { class: "off-screen" }, word("Agreement")),
        h("div", { class: "values" }, options.map(({ line }) => line)),
        h("label", { class: "who" }, word("Which model"), " ", who)));
    return { options, who, fold };
  };

  const tellAgreement = ({ agreements, any, who }) => {
    const { options, who: list } = agreement;
    for (const [place, { input, told, line }] of options.entries()) {
      const n = place ? agreements[place - 1] : any;
      input.checked = input.value === choice.agreement;
      told.textContent = count(n);
      line.classList.toggle("none", !n);
    }
    const single = choice.agreement.startsWith("one-");
    const label = (run) => `${selection.index.runs[run].label}${single ? ` (${count(who[run])})` : ""}`;
    list.replaceChildren(h("option", { value: NO_MODEL }, word("any")),
      ...choice.models.map((run) => h("option", { value: run }, label(run))));
    list.value = choice.models.includes(choice.who) ? choice.who : NO_MODEL;
    list.disabled = !single;
  };

  const build = () => {
    const wide = matchMedia("(min-width: 56rem)");
    const { runs } = selection.index;
    agreement = agreementBox();
    const shown = (value) => value || word("unknown");
    lists = selection.facets.map(({ name, values }, place) =>
      checklist(TITLES.get(name), values.map(shown), name === "domain" || (values.length <= FEW && place < 3),
        toggle(() => choice.facets[place])));
    lists.push(checklist(word("Error type"), KINDS, true, toggle(() => choice.errors)));
    models = checklist(word("Models considered"), runs.map((run) => run.label), false, (number, on) => {
      choice.models = runs.map((_, run) => run).filter((run) => (run === number ? on : choice.models.includes(run)));
      legend();
      changed();
      models.mark(new Set(choice.models));
    });
    const [errors, ...labels] = [lists.at(-1), ...lists.slice(0, -1)].map(({ fold }) => fold);
    at("facets").append(agreement.fold, models.fold, errors, ...labels);
    const refold = () => (at("fold").open = wide.matches);
    wide.addEventListener("change", refold);
    refold();
  };

  const restore = () => {
    choice = selection.read(state.get);
    at("search").value = choice.text;
    for (const [place, list] of lists.entries()) list.mark(choice.facets[place] ?? choice.errors);
    const open = models.fold.open;
    models.mark(new Set(choice.models));
    models.fold.open = open;
    legend();
    show();
  };

  const save = (kind) => {
    const { index, facets } = selection;
    const names = ["item", "question", ...facets.map(({ name }) => name)];
    const value = ({ values, of }, item) =>
      Array.isArray(of[item]) ? of[item].map((number) => values[number]).join("; ") : values[of[item]];
    const { key, text } = index.items;
    const about = (item) => [key[item], text[item], ...facets.map((facet) => value(facet, item))];
    const outcome = (run, item) => outcomeOf(index, run, item);
    const mistake = (run, item) => mistakeOf(index, run, item);
    if (kind === "csv") {
      const heads = index.runs.flatMap(({ label }) => [label, `${label}: ${word("mistake")}`]);
      const cells = (item) => index.runs.flatMap((_, run) => [outcome(run, item), mistake(run, item)]);
      const rows = chosen.map((item) => [...about(item), ...cells(item)]);
      download("items.csv", "text/csv", csv([[...names, ...heads], ...rows]));
      return;
    }
    const items = chosen.map((item) => ({
      ...Object.fromEntries(about(item).map((each, place) => [names[place], each])),
      answers: index.runs.map(({ slug, label }, run) =>
        ({ run: slug, label, outcome: outcome(run, item), mistake: mistake(run, item) })),
    }));
    download("items.json", "application/json", JSON.stringify({ selection: location.hash.slice(1), items }, null, 1));
  };

  const turn = (step) => () => {
    choice.page += step;
    show();
    at("told").focus();
  };

  const listen = () => {
    let waiting;
    at("search").addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        choice.text = event.target.value;
        changed();
      }, 150);
    });
    at("explorer").addEventListener("submit", (event) => event.preventDefault());
    at("clear").addEventListener("click", () => {
      state.set(Object.fromEntries(Object.keys(selection.write(choice)).map((key) => [key, ""])));
      restore();
    });
    at("link").addEventListener("click", (event) => copyLink(event.currentTarget));
    at("csv").addEventListener("click", () => save("csv"));
    at("json").addEventListener("click", () => save("json"));
    at("earlier").addEventListener("click", turn(-1));
    at("later").addEventListener("click", turn(1));
    state.changed(restore);
  };

  load("index").then((index) => {
    selection = new Selection(index);
    at("explorer").hidden = false;
    build();
    listen();
    restore();
  }).catch((error) => {
    at("failure").hidden = false;
    at("failure").textContent = error.message;
  });
})();
