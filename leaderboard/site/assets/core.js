"use strict";
(() => {
  const html = document.documentElement;
  const root = html.dataset.root || "";
  const top = html.dataset.top || "";

  const put = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "on") for (const [kind, call] of Object.entries(value)) node.addEventListener(kind, call);
      else node.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat(Infinity)) if (child !== null && child !== undefined) node.append(child);
    return node;
  };
  const maker = (space) => (tag, attributes, ...children) =>
    put(space ? document.createElementNS(space, tag) : document.createElement(tag), attributes, children);
  const h = maker("");
  const svg = maker("http://www.w3.org/2000/svg");
  const math = maker("http://www.w3.org/1998/Math/MathML");

  // A data script hands its content to `receive`; files cannot be fetched from file://, scripts can be loaded.
  const waiting = new Map();
  const got = new Map();
  const receive = (name, content) => {
    const whole = name.startsWith("answers/") ? content.map((lines) => lines && lines.map(line)) : content;
    got.set(name, whole);
    if (waiting.has(name)) waiting.get(name).resolve(whole);
  };
  // Answers are values by their place, in the order of `answers.py`; what is empty is null or left out.
  const LINE = {
    outcome: "", extraction: "", how: "", response: [], official: [], mistake: null, truncated: false, repeat: 0,
    reasoning: [], failure: "", planted: "", judge: "",
  };
  const MISTAKE = {
    kind: "", subtype: "", found: "", expected: "", explanation: "", confidence: 0, step: null, quote: "",
  };
  const TEXT = { after: "", before: "", marked: "", left_out_before: 0, left_out_after: 0 };
  const named = (empty, values) =>
    Object.fromEntries(Object.entries(empty).map(([name, nothing], k) => [name, values[k] ?? nothing]));
  const line = (values) => {
    const found = named(LINE, values);
    const response = named(TEXT, found.response);
    const mistake = found.mistake && named(MISTAKE, found.mistake);
    if (mistake) mistake.quote ||= response.marked;
    return { ...found, response, reasoning: named(TEXT, found.reasoning), mistake };
  };
  const load = (name) => {
    if (got.has(name)) return Promise.resolve(got.get(name));
    if (waiting.has(name)) return waiting.get(name).promise;
    const entry = {};
    entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    waiting.set(name, entry);
    const failed = () => {
      waiting.delete(name);
      entry.reject(new Error(word("{name} could not be loaded", { name: `data/${name}.js` })));
    };
    const script = h("script", { src: `${top}data/${name}.js`, on: { error: failed } });
    script.addEventListener("load", () => got.has(name) || failed());
    document.head.append(script);
    return entry.promise;
  };

  // `words.zh.js` is there on Chinese pages only: an object of ours, its keys the English phrases.
  const word = (text, values = {}) => {
    const said = (got.get("words") || new Map()).get(text) || text;
    return said.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  };

  const read = () => new URLSearchParams(location.hash.slice(1));
  const state = {
    get: (key, otherwise = "") => read().get(key) ?? otherwise,
    set: (changes) => {
      const found = read();
      for (const [key, value] of Object.entries(changes)) {
        if (value === "" || value === null || value === undefined) found.delete(key);
        else found.set(key, value);
      }
      const text = found.toString();
      history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
      keepInLinks();
    },
    changed: (callback) => addEventListener("hashchange", callback),
  };
  // The page in the other language opens in the same state.
  const keepInLinks = () => {
    for (const link of document.querySelectorAll("a[data-same]")) link.hash = location.hash;
  };
  addEventListener("hashchange", keepInLinks);

  const none = "–";
  // As Python writes it: what lies exactly between two decimals goes to the even one.
  const fixed = (number, digits) => {
    const scaled = Math.abs(number) * 10 ** digits;
    const between = Number.isInteger(number * 2 ** (digits + 1)) && scaled % 1 === 0.5;
    const even = between && Math.floor(scaled) % 2 === 0;
    return even ? (Math.sign(number) * (Math.floor(scaled) / 10 ** digits)).toFixed(digits) : number.toFixed(digits);
  };
  const percent = (share) => (share === null || share === undefined ? none : `${fixed(100 * share, 1)} %`);
  const interval = (low, high) =>
    low === null || low === undefined
      ? none
      : word("{low} to {high}", { low: fixed(100 * low, 1), high: fixed(100 * high, 1) });
  const count = (number) => number.toLocaleString("en-US");
  const bar = (value, low, high) => {
    const at = (share) => (100 * Math.min(Math.max(share, 0), 1)).toFixed(1);
    const line = (kind, x1, x2, y1, y2) => svg("line", { class: kind, x1, x2, y1, y2 });
    return svg(
      "svg",
      { class: "bar", viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" },
      line("rail", 0, 100, 6, 6),
      line("reach", at(low), at(high), 6, 6),
      line("point", at(value), at(value), 1, 11),
    );
  };

  const download = (name, type, text) => {
    const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  // A spreadsheet would run what starts with these, unless it is a number.
  const inert = (text) => (/^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.,]+(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text);
  const plain = (cell) => (typeof cell === "number" ? String(cell) : inert(String(cell ?? "")));
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const csv = (rows) => `${rows.map((row) => row.map((cell) => quoted(plain(cell))).join(",")).join("\r\n")}\r\n`;

  // What the index has of an answer as a character, and what an answer that no model gave is called.
  const OUTCOMES = {
    r: "right", w: "wrong", u: "unparsed", n: "no answer", f: "failed", m: "no response", p: "partly right",
  };
  const MISTAKES = { c: "calculation", l: "logic", m: "misreading", x: "undetermined" };
  const outcomeOf = (index, run, item) => OUTCOMES[index.outcomes[run][item]] ?? "";
  const mistakeOf = (index, run, item) => MISTAKES[index.mistakes[run][item]] ?? "";
  const sortOf = (run) => {
    if (run.sort === "simulated") return word("simulated");
    if (run.sort === "imported") return word("imported");
    if (run.sort === "random") return word("guesses at random");
    return run.sort === "frequent" ? word("most frequent answer") : "";
  };

  const announce = (text) => {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  };
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      announce(word("Link copied"));
    } catch {
      const field = h("textarea", { class: "off-screen", "aria-hidden": "true" }, location.href);
      document.body.append(field);
      field.select();
      announce(document.execCommand("copy") ? word("Link copied") : word("Copy the address of this page"));
      field.remove();
    }
  };

  window.mmbench = {
    h, svg, math, receive, load, word, state, fixed, percent, interval, count, bar, download, csv, copyLink,
    outcomeOf, mistakeOf, sortOf, root, top,
  };

  const dark = () =>
    html.dataset.theme ? html.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const button = document.getElementById("theme");
  if (button) {
    const show = () => button.setAttribute("aria-pressed", String(dark()));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      html.dataset.theme = dark() ? "light" : "dark";
      show();
      try {
        localStorage.setItem("theme", html.dataset.theme);
      } catch {
        // Where nothing can be kept, the choice holds for this page.
      }
    });
  }
  keepInLinks();
})();
