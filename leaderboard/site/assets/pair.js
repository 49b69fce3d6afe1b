"use strict";
// What the report says of two runs, paired by item: in words, in figures, and by domain as a drawing and a table.
(() => {
  const { bar, count, fixed, h, interval, percent, root, sortOf, svg, word } = window.mmbench;
  const at = (id) => document.getElementById(id);
  const NOTHING = "–";
  const size = (difference) => fixed(Math.abs(100 * difference), 1);
  const points = (difference) => {
    const text = size(difference);
    return Number(text) === 0 ? text : (difference < 0 ? "-" : "+") + text;
  };
  const reach = (c) => word("{low} to {high}", { low: points(c.low), high: points(c.high) });
  const chance = (p) => (p === null ? NOTHING : p < 0.001 ? "<0.001" : fixed(p, 3));
  const apart = (c, p) => p !== null && p <= 0.05 && (c.low > 0 || c.high < 0);
  const few = (c) => (c.few ? [" ", h("span", { class: "few" }, word("few"))] : null);

  const reading = (c) => {
    if (c.wins + c.losses === 0) {
      const far = size(Math.max(-c.low, c.high));
      return [
        word("No difference shown: no item differs. That does not show that both are equal."),
        word("Differences of up to {far} points fit these items.", { far }),
      ];
    }
    const [low, high] = [size(c.low), size(c.high)];
    if (apart(c, c.p) && c.difference > 0) {
      return [word("B is better by {size} points ({low} to {high}).", { size: size(c.difference), low, high })];
    }
    if (apart(c, c.p)) {
      const turned = { size: size(c.difference), low: high, high: low };
      return [word("A is better by {size} points ({low} to {high}).", turned)];
    }
    const signed = { size: points(c.difference), low: points(c.low), high: points(c.high) };
    const said = [word("No difference shown: B minus A is {size} points ({low} to {high}).", signed)];
    if (c.p <= 0.05 || c.low > 0 || c.high < 0) {
      said.push(word("Interval and test disagree at 5 % (p {p}), so it is taken as not shown.", { p: chance(c.p) }));
    }
    return said;
  };

  const barOf = (run) => (run.low === null ? null : bar(run.accuracy, run.low, run.high));
  const accuracy = (side, run) =>
    h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        h("b", { class: "side" }, side),
        " ",
        h("a", { href: `${root}models/${encodeURIComponent(run.slug)}.html` }, h("bdi", {}, run.label)),
        sortOf(run) ? [" ", h("span", { class: "badge" }, sortOf(run))] : null,
      ),
      h("td", { class: "score" }, h("b", {}, percent(run.accuracy)), barOf(run)),
      h("td", {}, interval(run.low, run.high)),
      h("td", {}, count(run.n)),
    );

  const figures = (c) => [
    [word("B minus A"), word("{size} points", { size: points(c.difference) })],
    [word("95 % interval"), `${reach(c)} (${c.method})`],
    ["p", `${chance(c.p)} (${c.test})`],
    [
      word("Items"),
      c.clusters === c.items
        ? count(c.items)
        : word("{n}, in {groups} groups that belong together", { n: count(c.items), groups: count(c.clusters) }),
    ],
    [word("B better"), word("{n} items", { n: count(c.wins) })],
    [word("A better"), word("{n} items", { n: count(c.losses) })],
    [
      word("What these items can show"),
      c.detectable === null
        ? word("unknown, as no item differs")
        : word("a true difference of {size} points, four times in five", { size: size(c.detectable) }),
    ],
  ];

  // `pair` is of `data/pairs/`: figures, or why there are none.
  const showPair = (one, other, pair) => {
    at("accuracies").tBodies[0].replaceChildren(accuracy("A", one), accuracy("B", other));
    const told = pair?.overall;
    at("domains").hidden = !told;
    if (!told) {
      at("reading").replaceChildren(
        h("p", { class: "headline" }, word("No difference is given: the two were not asked or scored alike.")),
        h("p", { class: "notes", dir: "auto", lang: "en" }, pair?.refused ?? ""),
      );
      at("figures").replaceChildren();
      return;
    }
    at("reading").replaceChildren(h("p", { class: "headline" }, h("strong", {}, reading(told).join(" "))));
    const terms = figures(told).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
    const notes = pair.notes.map((note) => h("li", { dir: "auto" }, note));
    at("figures").replaceChildren(
      h("dl", { class: "figures" }, terms),
      notes.length ? h("ul", { class: "notes", lang: "en" }, notes) : "",
    );
    showDomains([{ ...told, name: word("All items"), whole: true }, ...pair.domains]);
  };

  const nameOf = (c) => c.name || word("unknown");
  const showDomains = (rows) => {
    const row = (c) => {
      const rest = [reach(c), chance(c.p), chance(c.q), count(c.wins), count(c.losses), count(c.items)];
      return h(
        "tr",
        { class: c.whole ? "whole" : null },
        h("th", { scope: "row" }, h("bdi", {}, nameOf(c))),
        h("td", {}, h("b", {}, points(c.difference)), few(c)),
        rest.map((text) => h("td", {}, text)),
      );
    };
    at("forest").replaceChildren(forest(rows));
    at("differences").tBodies[0].replaceChildren(...rows.map(row));
  };

  // Names stand over their intervals, so that the letters keep their size on a phone.
  const [WIDTH, EDGE, TOP, ROW, NAME] = [360, 16, 22, 38, 44];
  const forest = (rows) => {
    const ends = rows.flatMap((c) => [100 * c.low, 100 * c.high, 0]);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const step = [1, 2, 5, 10, 20].find((each) => high - low <= 6 * each) ?? 50;
    const first = Math.floor(low / step);
    const last = Math.max(Math.ceil(high / step), first + 1);
    const x = (share) => EDGE + (((100 * share) / step - first) / (last - first)) * (WIDTH - 2 * EDGE);
    const bottom = TOP + rows.length * ROW;

    const text = (kind, x, y, anchor, words) => svg("text", { class: kind, x, y, "text-anchor": anchor }, words);
    const tick = (at) => [
      svg("line", { class: at === 0 ? "zero" : "grid", x1: x(at / 100), x2: x(at / 100), y1: TOP - 4, y2: bottom + 6 }),
      text("tick", x(at / 100), bottom + 20, "middle", `${at > 0 ? "+" : ""}${at}`),
    ];
    const mark = (c, k) => {
      const y = TOP + k * ROW + 24;
      const letters = [...nameOf(c)];
      const name = letters.length > NAME ? `${letters.slice(0, NAME).join("")}…` : letters.join("");
      return svg(
        "g",
        { class: apart(c, c.whole ? c.p : c.q) ? "apart" : "open" },
        text(c.whole ? "name whole" : "name", 2, y - 10, "start", name),
        svg("line", { class: "reach", x1: x(c.low), x2: x(c.high), y1: y, y2: y }),
        c.whole
          ? svg("rect", { class: "dot", x: x(c.difference) - 5, y: y - 5, width: 10, height: 10 })
          : svg("circle", { class: "dot", cx: x(c.difference), cy: y, r: 4.5 }),
      );
    };

    const told = rows.map((c) => `${nameOf(c)}: ${points(c.difference)} (${reach(c)})`).join("; ");
    const about = { role: "img", "aria-labelledby": "forest-title", "aria-describedby": "forest-desc" };
    return svg(
      "svg",
      { class: "chart forest", viewBox: `0 0 ${WIDTH} ${bottom + 26}`, ...about },
      svg("title", { id: "forest-title" }, word("Difference by domain: B minus A in points, with 95 % intervals")),
      svg("desc", { id: "forest-desc" }, told),
      first < 0 ? text("tick", x(0) - 8, 12, "end", word("A better")) : null,
      last > 0 ? text("tick", x(0) + 8, 12, "start", word("B better")) : null,
      Array.from({ length: last - first + 1 }, (_, k) => tick((first + k) * step)),
      rows.map(mark),
    );
  };

  window.mmbench.showPair = showPair;
})();
