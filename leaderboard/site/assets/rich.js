"use strict";
// Markdown and formulas in texts of others, made of elements; no link, picture or other element comes from a text.
(() => {
  const { h } = mmbench;
  const [LONGEST, DEEPEST, LINES] = [20000, 6, 60];
  const MASK = "\ue000";
  const FENCE = /^\s*(`{3,}|~{3,})([^`]*)$/;
  const HEADING = /^ {0,3}#{1,6}\s+(?=\S)/;
  const ITEM = /^(\s*)([-*+•]|(\d{1,3})[.)])\s+(?=\S)/;
  const ESCAPED = /[\\`*_{}[\]#+.!|$~<>()%&-]/;
  const BEGIN = /^\\begin\{([a-zA-Z]{1,20}\*?)\}/;
  const [BARE, WORDS] = [/^[^$]*(?:\\[a-zA-Z]|[\^_]\{)[^$]*$/, /\p{L}{2,}\s+\p{L}{2,}/u];
  const MONEY = /^\d[\d,.]*\s+[\p{L}]{2,}/u;
  const isRule = (line) => line.length < 100 && /^\s*([-*_])(?:\s*\1){2,}\s*$/.test(line);
  const isDivider = (line) => line.includes("|") && line.includes("-") && /^[\s|:-]+$/.test(line);

  /** The spans of a text that are code, formulas or escaped characters, in order; `make` gives the node of one. */
  const atoms = (text) => {
    const found = [];
    const missing = new Set();
    const find = (closer, from) => {
      const at = missing.has(closer) ? -1 : text.indexOf(closer, from);
      if (at < 0) missing.add(closer);
      return at;
    };
    const set = (start, end, [from, to], block) => {
      const make = () => {
        const node = mmbench.tex(text.slice(from, to), block);
        if (node.localName === "code") node.textContent = text.slice(start, end);
        return node;
      };
      return { start, end, make };
    };
    const formula = (start, open, close, block) => {
      const at = find(close, start + open.length);
      if (at <= start + open.length) return null;
      const end = at + close.length;
      return set(start, end, open.startsWith("\\begin") ? [start, end] : [start + open.length, at], block);
    };
    const code = (start, run) => {
      for (let at = find(run, start + run.length); at >= 0; at = find(run, at)) {
        let end = at;
        while (text[end] === "`") end += 1;
        const inner = text.slice(start + run.length, at);
        if (end - at === run.length) return { start, end, make: () => h("code", {}, inner) };
        at = end;
      }
      return null;
    };
    const dollars = (start) => {
      if (text[start + 1] === "$") return formula(start, "$$", "$$", true);
      let at = find("$", start + 1);
      while (at > 0 && text[at - 1] === "\\") at = find("$", at + 1);
      const inner = text.slice(start + 1, Math.max(at, 0));
      if (at < 0 || !inner || /^\s|\s$|\n\s*\n/.test(inner) || /\d/.test(text[at + 1] ?? "")) return null;
      return MONEY.test(inner) && !/[\\^_=]/.test(inner) ? null : set(start, at + 1, [start + 1, at], false);
    };
    const boxed = (start) => {
      let open = 0;
      for (let at = start + 6; at < text.length && at < start + 500; at += 1) {
        open += text[at] === "{" ? 1 : text[at] === "}" ? -1 : 0;
        if (!open) return set(start, at + 1, [start, at + 1], false);
      }
      return null;
    };
    const backslash = (start) => {
      const next = text[start + 1];
      if (next === "(") return formula(start, "\\(", "\\)", false);
      if (next === "[") return formula(start, "\\[", "\\]", true);
      if (text.startsWith("\\boxed{", start)) return boxed(start);
      const name = BEGIN.exec(text.slice(start, start + 40));
      if (name) return formula(start, name[0], `\\end{${name[1]}}`, true);
      if (next === undefined || !ESCAPED.test(next) || /[)\]]/.test(next)) return null;
      return { start, end: start + 2, make: () => next };
    };
    for (let at = 0; at < text.length;) {
      const run = text[at] === "`" ? /^`+/.exec(text.slice(at))[0] : text[at];
      const one = run[0] === "`" ? code(at, run) : run === "$" ? dollars(at) : run === "\\" ? backslash(at) : null;
      if (one) found.push(one);
      at = one ? one.end : at + (text.startsWith("$$", at) ? 2 : run.length);
    }
    return found;
  };

  class Writer {
    constructor(source, mark) {
      this.source = source;
      [this.from, this.to] = mark && mark[0] < mark[1] ? mark : [0, 0];
      let start = 0;
      this.lines = source.split("\n").map((text) => {
        const line = { start, end: start + text.length, text };
        start = line.end + 1;
        return line;
      });
    }
    /** Text of the source, in `mark` where it is marked. */
    text(parent, start, end) {
      const [from, to] = [Math.min(Math.max(start, this.from), end), Math.min(Math.max(start, this.to), end)];
      parent.append(this.source.slice(start, from));
      if (from < to) parent.append(h("mark", {}, this.source.slice(from, to)));
      parent.append(this.source.slice(Math.max(from, to), end));
    }
    node(parent, node, start, end) {
      parent.append(start < this.to && end > this.from ? h("mark", {}, node) : node);
    }
    inline(parent, first, last) {
      const text = this.source.slice(first, last);
      const spans = atoms(text);
      let masked = "";
      for (const { start, end } of spans) masked += text.slice(masked.length, start) + MASK.repeat(end - start);
      masked += text.slice(masked.length);
      let next = 0;
      const plain = (into, start, end) => {
        let at = start;
        for (; next < spans.length && spans[next].start < end; next += 1) {
          const span = spans[next];
          this.text(into, first + at, first + span.start);
          this.node(into, span.make(), first + span.start, first + span.end);
          at = span.end;
        }
        this.text(into, first + at, first + end);
      };
      const emphasis = (into, start, end, depth) => {
        const missing = new Set();
        const closer = (sign, from) => {
          if (missing.has(sign)) return -1;
          for (let at = masked.indexOf(sign, from); at >= 0 && at + sign.length <= end; at = masked.indexOf(sign, at)) {
            let stop = at;
            while (masked[stop] === sign[0]) stop += 1;
            const closes = stop - at === sign.length && !/\s/.test(masked[at - 1]) &&
              (sign.length > 1 || !/\w/.test(masked[stop] ?? ""));
            if (closes) return at;
            at = stop;
          }
          missing.add(sign);
          return -1;
        };
        let done = start;
        for (let at = start; at < end;) {
          let stop = at;
          while (stop < end && masked[stop] === masked[at]) stop += 1;
          const opens = /[*_]/.test(masked[at]) && stop - at <= 3 && depth < DEEPEST && stop < end &&
            !/\s/.test(masked[stop]) && !/[\w)\]]/.test(masked[at - 1] ?? "");
          const close = opens ? closer(masked.slice(at, stop), stop) : -1;
          if (close < 0) {
            at = stop;
            continue;
          }
          plain(into, done, at);
          const strong = stop - at > 1;
          const outer = h(strong ? "strong" : "em", {});
          const inner = stop - at === 3 ? outer.appendChild(h("em", {})) : outer;
          emphasis(inner, stop, close, depth + 1);
          into.append(outer);
          done = close + stop - at;
          at = done;
        }
        plain(into, done, end);
      };
      emphasis(parent, 0, text.length, 0);
    }
    /** The line on which what begins on a line ends: a formula may go over several, blank ones too. */
    glued(index) {
      const { text } = this.lines[index];
      const name = /\\begin\{([a-zA-Z]{1,20}\*?)\}(?!.*\\end\{)/.exec(text.slice(-300))?.[1];
      const closer = text.lastIndexOf("\\[") > text.lastIndexOf("\\]") ? "\\]"
        : text.split("$$").length % 2 === 0 ? "$$" : name ? `\\end{${name}}` : "";
      for (let at = index + 1; closer && at < this.lines.length && at < index + LINES; at += 1) {
        if (this.lines[at].text.includes(closer)) return at;
      }
      return index;
    }
    starts(index) {
      const { text } = this.lines[index];
      const form = [FENCE, HEADING, ITEM].some((each) => each.test(text));
      return !text.trim() || form || isRule(text) || this.isTable(index);
    }
    isTable(index) {
      return this.lines[index].text.includes("|") && isDivider(this.lines[index + 1]?.text ?? "");
    }
    /** The last line of the paragraph that begins on a line. */
    paragraph(index) {
      let at = index;
      for (;;) {
        const end = this.glued(at);
        if (end > at) at = end;
        else if (at + 1 < this.lines.length && !this.starts(at + 1)) at += 1;
        else return at;
      }
    }
    fence(parent, index) {
      const [, sign] = FENCE.exec(this.lines[index].text);
      let last = index + 1;
      while (last < this.lines.length && !this.lines[last].text.trim().startsWith(sign)) last += 1;
      const code = h("code", {});
      if (last > index + 1) this.text(code, this.lines[index + 1].start, this.lines[last - 1].end);
      parent.append(h("pre", { tabindex: "0" }, code));
      return last + 1;
    }
    list(parent, index) {
      const open = [];
      let at = index;
      for (let found; at < this.lines.length && (found = ITEM.exec(this.lines[at].text));) {
        const [marker, space, , number] = found;
        const tag = number ? "ol" : "ul";
        const indent = space.replace(/\t/g, "    ").length;
        while (open.length > 1 && indent < open.at(-1).indent) open.pop();
        const top = open.at(-1);
        if (!top || (indent > top.indent + 1 && open.length < DEEPEST)) {
          open.push({ indent, list: h(tag, {}) });
          (top ? top.list.lastElementChild : parent).append(open.at(-1).list);
        } else if (top.list.localName !== tag) {
          top.list.after(top.list = h(tag, {}));
        }
        const end = this.paragraph(at);
        const item = h("li", number ? { value: number } : {});
        this.inline(item, this.lines[at].start + marker.length, this.lines[end].end);
        open.at(-1).list.append(item);
        at = end + 1;
        if (at + 1 < this.lines.length && !this.lines[at].text.trim() && ITEM.test(this.lines[at + 1].text)) at += 1;
      }
      return at;
    }
    /** Where the cells of a line of a table begin and end; a stroke within code or a formula divides none. */
    cells({ start, text }, kept) {
      const found = [];
      let [inside, from] = [false, /^\s*\|?/.exec(text)[0].length];
      for (let at = from; at <= text.length; at += 1) {
        if (kept && (text[at] === "$" || text[at] === "`")) inside = !inside;
        const divides = text[at] === "|" && text[at - 1] !== "\\" && !inside;
        if (divides || (at === text.length && text.slice(from).trim())) {
          found.push([start + from, start + at]);
          from = at + 1;
        }
      }
      return found;
    }
    table(parent, index) {
      const width = this.cells(this.lines[index + 1], false).length;
      const row = (line, tag, attributes) => {
        const kept = this.cells(line, true);
        return h("tr", {}, ...(kept.length === width ? kept : this.cells(line, false)).map(([start, end]) => {
          const cell = h(tag, attributes);
          this.inline(cell, start, end);
          return cell;
        }));
      };
      const body = h("tbody", {});
      let at = index + 2;
      for (; this.lines[at]?.text.includes("|"); at += 1) body.append(row(this.lines[at], "td", {}));
      const head = h("thead", {}, row(this.lines[index], "th", { scope: "col" }));
      parent.append(h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": mmbench.word("Table") },
        h("table", {}, head, body)));
      return at;
    }
    blocks(parent) {
      for (let at = 0; at < this.lines.length;) {
        const line = this.lines[at];
        if (!line.text.trim()) at += 1;
        else if (FENCE.test(line.text)) at = this.fence(parent, at);
        else if (this.isTable(at)) at = this.table(parent, at);
        else if (isRule(line.text)) {
          parent.append(h("hr", {}));
          at += 1;
        } else if (HEADING.test(line.text)) {
          const heading = h("p", { class: "heading" });
          this.inline(heading, line.start + HEADING.exec(line.text)[0].length, line.end);
          parent.append(heading);
          at += 1;
        } else if (ITEM.test(line.text)) at = this.list(parent, at);
        else {
          const end = this.paragraph(at);
          const paragraph = h("p", {});
          this.inline(paragraph, line.start, this.lines[end].end);
          parent.append(paragraph);
          at = end + 1;
        }
      }
    }
  }

  /** A text as it is written, from `mark[0]` to `mark[1]` marked. */
  mmbench.written = (text, mark = null) => {
    const [from, to] = mark ?? [0, 0];
    const marked = from < to ? h("mark", {}, text.slice(from, to)) : null;
    return h("div", { class: "written" }, text.slice(0, from), marked, text.slice(to));
  };

  /** A text with its Markdown and formulas set; `inline` makes no blocks, a `value` may be a bare formula. */
  mmbench.rich = (text, { mark = null, inline = false, value = false } = {}) => {
    if (text.length > LONGEST) return mmbench.written(text, mark);
    const bare = value && BARE.test(text) && !WORDS.test(text) ? mmbench.tex(text) : null;
    if (bare?.localName === "math") return bare;
    const all = document.createDocumentFragment();
    if (inline || value) new Writer(text, mark).inline(all, 0, text.length);
    else new Writer(text, mark).blocks(all);
    return mark && mark[0] < mark[1] && !all.querySelector("mark") ? mmbench.written(text, mark) : all;
  };
})();
