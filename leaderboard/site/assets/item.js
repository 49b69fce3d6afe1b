"use strict";
// One item: what was asked, and every model's answer with its mistake. Its scripts are loaded when it is opened.
(() => {
  const { Selection, copyLink, count, fixed, h, load, rich, root, sortOf, state, top, word, written } = window.mmbench;
  const at = (id) => document.getElementById(id);
  const SIGNS = { right: "✓", wrong: "✕", unparsed: "□", no_answer: "□", failed: "□", missing: "□" };
  const OUTCOMES = new Map([
    ["right", word("right")],
    ["wrong", word("wrong")],
    ["unparsed", word("unparsed")],
    ["no_answer", word("no answer")],
    ["failed", word("failed")],
    ["missing", word("no response")],
  ]);
  const KINDS = new Map([
    ["calculation", word("Calculation")],
    ["logic", word("Logic")],
    ["misreading", word("Misreading")],
    ["undetermined", word("Undetermined")],
  ]);
  const title = document.title;
  let selection;
  let opened = 0; // counts openings: what an earlier one brings late is dropped
  let shown = null;

  const bdi = (text, kind) => h("bdi", kind ? { class: kind } : {}, text);
  const asWritten = () => state.get("written") === "1";
  /** A text of others, set or as it is written; `refresh` makes it again when the switch is turned. */
  const texts = [];
  const set = (node, text, options) => {
    const make = () => {
      const { mark, inline, value } = options;
      node.replaceChildren(asWritten() ? (inline || value ? text : written(text, mark)) : rich(text, options));
    };
    texts.push(make);
    make();
    return node;
  };
  const known = (language) => (/^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$/.test(language) ? language : null);
  const fail = (text) => {
    at("failure").hidden = !text;
    at("failure").textContent = text;
  };

  /** The address of an item in the same state. */
  const address = (key) => {
    const kept = { item: key };
    for (const name of ["from", "outcome", "written"]) if (state.get(name)) kept[name] = state.get(name);
    return `#${new URLSearchParams(kept)}`;
  };

  const walk = (item) => {
    const { key } = selection.index.items;
    const from = new URLSearchParams(state.get("from"));
    const choice = selection.read((name) => from.get(name) ?? "");
    const chosen = selection.choose(choice).found;
    const place = chosen.indexOf(item);
    const [among, here] = place < 0 ? [key.map((_, each) => each), item] : [chosen, place];
    for (const [id, neighbour] of [["earlier", among[here - 1]], ["later", among[here + 1]]]) {
      at(id).hidden = neighbour === undefined;
      if (neighbour !== undefined) at(id).href = address(key[neighbour]);
    }
    at("back").href = `${root}explorer.html${state.get("from") ? `#${from}` : ""}`;
    const values = { n: count(here + 1), m: count(among.length) };
    const all = among.length === key.length;
    at("place").textContent = all ? word("{n} of {m} items", values) : word("{n} of {m} selected items", values);
    return choice.models;
  };

  const facts = (about) => {
    const link = (folder, slug, text) =>
      slug ? h("a", { href: `${root}${folder}/${slug}.html` }, bdi(text)) : bdi(text);
    const rows = [
      [word("Benchmark"), about.title && link("benchmarks", about.benchmark_slug, about.title)],
      [word("Domain"), about.domain && link("domains", about.domain_slug, about.domain)],
      [word("Skills"), about.skills.length && about.skills.map((skill, place) => [place ? ", " : "", bdi(skill)])],
      [word("Level"), about.level && bdi(about.level)],
      [word("Source"), about.source && bdi(about.source)],
      [word("Asked as"), about.condition && bdi(about.condition)],
      [word("Language"), about.language && bdi(about.language)],
      [word("Answer kind"), about.answer_kind && bdi(about.answer_kind)],
    ];
    at("facts").replaceChildren(
      ...rows.filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    );
  };

  const pictures = (about) => {
    const told = (text) => h("p", { class: "blank" }, text);
    const made = about.pictures.map(({ file, width, height }, place) => {
      const n = place + 1;
      if (!/^pictures\/[\w.-]+$/.test(file)) return told(word("Picture {n} could not be opened here.", { n }));
      return h("a", { href: `${top}${file}` },
        h("img", { src: `${top}${file}`, width, height, alt: word("Picture {n} of the question", { n }) }));
    });
    if (about.withheld) {
      made.push(h("p", { class: "blank" },
        word("The pictures are not shown: their licence does not allow to publish them."), " ", word("Licence:"), " ",
        bdi(about.withheld)));
    } else if (about.others) {
      made.push(h("p", { class: "quiet" }, word("{n} more pictures are not shown", { n: count(about.others) })));
    }
    at("pictures").replaceChildren(...made);
    at("pictures").hidden = !made.length;
    at("pictures").parentElement.classList.toggle("alone", !made.length);
  };

  const question = (about) => {
    const lang = known(about.language);
    const parts = [set(h("div", { class: "text", dir: "auto", lang }), about.question, {})];
    if (about.choices.length) {
      parts.push(h("ol", { class: "choices", type: "A" }, about.choices.map((choice, place) =>
        h("li", { class: place === about.choice ? "gold" : null },
          set(h("span", { dir: "auto", lang }), choice, { inline: true }),
          place === about.choice ? h("span", { class: "badge" }, "✓ ", word("right")) : null))));
    }
    parts.push(h("p", { class: "truth" }, word("Right answer:"), " ", about.gold
      ? set(h("bdi", { class: "value gold" }), about.gold, { value: true })
      : word("not known here")));
    at("asked").replaceChildren(...parts);
  };

  const diagnosis = (found, marked) => {
    const parts = [h("p", {}, h("span", { class: `key ${KINDS.has(found.kind) ? found.kind : "undetermined"}` }),
      h("b", {}, KINDS.get(found.kind) ?? word("Undetermined")),
      found.subtype ? [" (", bdi(found.subtype), ")"] : null,
      found.step === null ? null : [" ", word("in step {n}", { n: found.step + 1 })],
      found.kind === "undetermined" ? null : [", ", word("confidence {n}", { n: fixed(found.confidence, 2) })],
      found.explanation ? [": ", h("bdi", { lang: "en" }, found.explanation)] : null)];
    if (found.quote && !marked) parts.push(h("blockquote", { dir: "auto" }, found.quote));
    if (found.expected) {
      parts.push(h("p", {}, word("Found"), " ", bdi(found.found || word("nothing"), "value wrong"), ", ",
        word("expected"), " ", bdi(found.expected, "value gold")));
    }
    return h("div", { class: "diagnosis" }, parts);
  };

  const passage = (name, { before, marked, after, left_out_before: earlier, left_out_after: later }) => {
    if (!before && !marked && !after) return null;
    const left = (n) => (n ? h("p", { class: "quiet" }, word("{n} characters left out", { n: count(n) })) : null);
    const mark = marked ? [before.length, before.length + marked.length] : null;
    return h("details", { open: Boolean(marked) }, h("summary", {}, name), left(earlier),
      set(h("div", { class: "text said", dir: "auto" }), before + marked + after, { mark }), left(later));
  };

  const answer = (line, many) => {
    const { response, reasoning, mistake, outcome } = line;
    const fact = (name, value) => (value ? [h("span", { class: "quiet" }, name), " ", bdi(value)] : null);
    const notes = [
      fact(word("reading:"), line.how),
      line.truncated ? h("span", { class: "badge" }, word("truncated")) : null,
      fact(word("failure:"), line.failure),
      fact(word("judge:"), line.judge),
      fact(word("planted by the simulated student:"), KINDS.get(line.planted)),
      ...line.official.map(([rule, score]) => [bdi(rule), `: ${score}`]),
    ].filter(Boolean);
    const kind = outcome === "right" ? "gold" : "wrong";
    return h("div", { class: "line", "data-outcome": outcome },
      h("p", { class: "verdict" },
        many ? h("span", { class: "quiet" }, word("Repeat {n}", { n: line.repeat + 1 }), " ") : null,
        h("b", { class: `outcome ${outcome}` }, SIGNS[outcome] ?? "□", " ", OUTCOMES.get(outcome) ?? outcome), " ",
        line.extraction ? h("span", { class: "quiet" }, word("answered"), " ") : null,
        line.extraction ? set(h("bdi", { class: `value ${kind}` }), line.extraction, { value: true }) : null),
      notes.length ? h("p", { class: "marginal" }, notes.map((note) => h("span", {}, note))) : null,
      mistake ? diagnosis(mistake, response.marked) : null,
      passage(response.marked ? word("Response, the wrong step marked") : word("Response"), response),
      passage(word("Reasoning"), reasoning));
  };

  const nothing = () => h("p", { class: "line", "data-outcome": "missing" },
    h("b", { class: "outcome" }, `${SIGNS.missing} ${OUTCOMES.get("missing")}`));

  const model = (run, number, other) => {
    const link = other === undefined ? null : new URLSearchParams({ a: run.slug, b: other.slug });
    const body = h("div", { class: "lines" }, h("p", { class: "quiet", "data-outcome": "" }, word("loading")));
    const article = h("article", { class: "answer", "aria-labelledby": `model-${number}` },
      h("h3", { id: `model-${number}` }, h("a", { href: `${root}models/${run.slug}.html` }, bdi(run.label)), " ",
        sortOf(run) ? h("span", { class: "badge" }, sortOf(run)) : null),
      link ? h("p", { class: "pair" }, h("a", { href: `${root}compare.html#${link}` },
        word("compare"), h("span", { class: "off-screen" }, " ", bdi(run.label)))) : null,
      body);
    return { article, body };
  };

  const filter = () => {
    const wanted = state.get("outcome");
    const counts = new Map();
    for (const line of at("answers").querySelectorAll("[data-outcome]")) {
      const { outcome } = line.dataset;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      line.hidden = OUTCOMES.has(wanted) && outcome !== wanted && outcome !== "";
    }
    for (const article of at("answers").children) {
      article.hidden = !article.querySelector("[data-outcome]:not([hidden])");
    }
    at("outcome").replaceChildren(h("option", { value: "" }, word("all")),
      ...[...OUTCOMES].filter(([name]) => counts.has(name) || name === wanted).map(([name, said]) =>
        h("option", { value: name }, `${said} (${count(counts.get(name) ?? 0)})`)));
    at("outcome").value = OUTCOMES.has(wanted) ? wanted : "";
  };

  const answers = async (item, mine) => {
    const { index } = selection;
    const asked = index.runs.map((run, number) => number).filter((number) => index.outcomes[number][item] !== "-");
    const made = asked.map((number) =>
      model(index.runs[number], number, index.runs[asked.find((other) => other !== number)]));
    at("answers").replaceChildren(...made.map(({ article }) => article));
    const missing = index.runs.filter((_, number) => index.outcomes[number][item] === "-");
    at("unasked").hidden = !missing.length;
    at("unasked").replaceChildren(word("Not asked:"), ...missing.flatMap((run, k) => [k ? ", " : " ", bdi(run.label)]));
    const block = Math.floor(item / index.block);
    await Promise.all(asked.map(async (number, place) => {
      const { body } = made[place];
      let content;
      try {
        const lines = (await load(`answers/${index.runs[number].slug}/${block}`))[item % index.block];
        if (mine !== opened) return;
        content = lines?.length ? lines.map((line) => answer(line, lines.length > 1)) : [nothing()];
      } catch (error) {
        if (mine !== opened) return;
        content = [h("p", { class: "notes", "data-outcome": "" }, error.message)];
      }
      body.replaceChildren(...content);
    }));
    if (mine === opened) filter();
  };

  const summary = (item, models) => {
    const outcomes = models.map((run) => selection.index.outcomes[run][item]).filter((outcome) => outcome !== "-");
    const [right, partly] = ["r", "p"].map((kind) => outcomes.filter((outcome) => outcome === kind).length);
    at("summary").replaceChildren(h("b", {}, word("{n} of {m} models right", { n: right, m: outcomes.length })),
      partly ? `, ${word("{n} partly right", { n: partly })}` : "");
  };

  const open = async () => {
    const key = state.get("item");
    const { items, block } = selection.index;
    const item = items.key.indexOf(key || items.key[0]);
    const models = item < 0 ? [] : walk(item);
    at("written").checked = asWritten();
    if (item === shown) {
      for (const make of texts) make();
      filter();
      return;
    }
    opened += 1;
    shown = item;
    texts.length = 0;
    const mine = opened;
    at("item").hidden = true;
    if (item < 0) {
      fail(word("There is no item {key} on this site.", { key: key.slice(0, 200) }));
      return;
    }
    const name = items.key[item];
    fail("");
    document.title = `${name.slice(0, 100)} · ${title}`;
    at("title").replaceChildren(bdi(name));
    try {
      const about = (await load(`items/${Math.floor(item / block)}`))[item % block];
      if (mine !== opened) return;
      if (!about) throw new Error(word("The question of this item is not on this site."));
      facts(about);
      pictures(about);
      question(about);
    } catch (error) {
      if (mine === opened) fail(error.message);
      return;
    }
    summary(item, models);
    at("item").hidden = false;
    await answers(item, mine);
  };

  const unfold = (on) => () => {
    for (const fold of at("answers").querySelectorAll("details")) fold.open = on;
  };
  load("index").then((index) => {
    selection = new Selection(index);
    const change = (values) => {
      state.set(values);
      return open();
    };
    at("shown").addEventListener("submit", (event) => event.preventDefault());
    at("outcome").addEventListener("change", (event) => change({ outcome: event.target.value }));
    at("written").addEventListener("change", (event) => change({ written: event.target.checked ? "1" : "" }));
    at("open").addEventListener("click", unfold(true));
    at("close").addEventListener("click", unfold(false));
    at("link").addEventListener("click", (event) => copyLink(event.currentTarget));
    state.changed(() => open().then(() => at("title").focus()));
    return open();
  }).catch((error) => fail(error.message));
})();
