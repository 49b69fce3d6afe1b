"use strict";
// Which items a reader chose: from the fragment to a choice, from a choice to the items, and how many each value has.
(() => {
  const FACETS = [
    "domain", "source", "skill", "level", "language", "answer_kind", "question_type", "benchmark", "condition",
  ];
  const KINDS = "clmx";
  const MISTAKES = ["calculation", "logic", "misreading", "undetermined"];
  const AGREEMENTS = ["all-wrong", "all-right", "one-wrong", "one-right", "differ"];
  const NO_MODEL = -1;

  // A list of values in the fragment: `*` between them, `!` for the empty one.
  const pack = (values) =>
    values.map((value) => (value === "" ? "!" : value.replace(/[!*]/g, (c) => (c === "!" ? "!0" : "!1")))).join("*");
  const unpack = (text) =>
    text === ""
      ? []
      : text.split("*").map((part) => (part === "!" ? "" : part.replace(/![01]/g, (c) => "!*"[c[1]])));

  class Selection {
    constructor(index) {
      this.index = index;
      this.size = index.items.key.length;
      this.haystacks = index.items.key.map((key, item) => `${key}\n${index.items.text[item]}`.toLowerCase());
      this.facets = FACETS.filter((name) => Object.hasOwn(index.facets, name)).map((name) => {
        const { values, of } = index.facets[name];
        return { name, values, of, numbers: new Map(values.map((value, number) => [value, number])) };
      });
      this.slugs = new Map(index.runs.map((run, number) => [run.slug, number]));
      const all = index.runs.map((_, number) => number);
      const models = all.filter((number) => !["random", "frequent"].includes(index.runs[number].sort));
      this.usual = models.length ? models : all;
      this.masks = new Uint16Array(this.size);
      this.hits = new Uint8Array(this.size);
      this.searched = null;
      this.compared = null;
    }

    /** The choice that a fragment describes; `get` returns its value of a key. What is not on this site is left out. */
    read(get) {
      const known = (numbers, text) => unpack(text).map((value) => numbers.get(value)).filter((n) => n !== undefined);
      const kinds = new Map(MISTAKES.map((name, number) => [name, number]));
      const models = [...new Set(known(this.slugs, get("models")))].sort((a, b) => a - b);
      return {
        text: get("q").slice(0, 200),
        facets: this.facets.map(({ name, numbers }) => new Set(known(numbers, get(name)))),
        errors: new Set(known(kinds, get("error"))),
        agreement: AGREEMENTS.includes(get("agree")) ? get("agree") : "",
        who: this.slugs.get(get("who")) ?? NO_MODEL,
        models: get("models") === "!" ? [] : models.length ? models : this.usual,
        page: Math.max(1, Math.trunc(Number(get("page"))) || 1),
      };
    }

    /** The values of a fragment that describe a choice, by our own keys. */
    write(choice) {
      const values = { q: choice.text, agree: choice.agreement, page: choice.page > 1 ? String(choice.page) : "" };
      for (const [place, { name, values: all }] of this.facets.entries()) {
        values[name] = pack([...choice.facets[place]].sort((a, b) => a - b).map((number) => all[number]));
      }
      values.error = pack([...choice.errors].sort().map((number) => MISTAKES[number]));
      const slug = (run) => this.index.runs[run].slug;
      values.who = choice.who === NO_MODEL || !choice.agreement.startsWith("one-") ? "" : slug(choice.who);
      const usual = choice.models.join() === this.usual.join();
      values.models = usual ? "" : choice.models.length ? pack(choice.models.map(slug)) : "!";
      return values;
    }

    /** What the models say together of each item: who agrees, who alone is wrong or right, which mistakes there are. */
    compare(models) {
      if (this.compared === models.join()) return;
      this.compared = models.join();
      const { outcomes, mistakes } = this.index;
      this.flags = new Uint8Array(this.size);
      this.kinds = new Uint8Array(this.size);
      // Of two models that differ, one alone is wrong and the other alone is right.
      this.loneWrong = new Int32Array(this.size).fill(NO_MODEL);
      this.loneRight = new Int32Array(this.size).fill(NO_MODEL);
      for (let item = 0; item < this.size; item += 1) {
        let [asked, right, wrong, lastRight, lastWrong] = [0, 0, 0, NO_MODEL, NO_MODEL];
        for (const run of models) {
          const outcome = outcomes[run][item];
          if (outcome === "-") continue;
          asked += 1;
          if (outcome === "r") {
            right += 1;
            lastRight = run;
          } else if (outcome !== "p") {
            wrong += 1;
            lastWrong = run;
          }
          const kind = KINDS.indexOf(mistakes[run][item]);
          if (kind >= 0) this.kinds[item] |= 1 << kind;
        }
        const oneWrong = asked > 1 && wrong === 1 && right === asked - 1;
        const oneRight = asked > 1 && right === 1 && wrong === asked - 1;
        if (oneWrong) this.loneWrong[item] = lastWrong;
        if (oneRight) this.loneRight[item] = lastRight;
        const holds = [
          asked > 0 && wrong === asked, asked > 0 && right === asked, oneWrong, oneRight,
          asked > 1 && wrong < asked && right < asked,
        ];
        this.flags[item] = holds.reduce((bits, each, place) => bits | (each ? 1 << place : 0), 0);
      }
    }

    search(text) {
      if (this.searched === text) return;
      this.searched = text;
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      for (let item = 0; item < this.size; item += 1) {
        this.hits[item] = words.every((word) => this.haystacks[item].includes(word)) ? 1 : 0;
      }
    }

    /**
     * The items of a choice, in order, and the counts of every value. Each thing chosen has a bit in an item's mask,
     * set where the item fails it: a value is counted over the items that fail nothing but its own facet.
     */
    choose(choice) {
      this.compare(choice.models);
      this.search(choice.text);
      const bits = { text: 1, errors: 2, agreement: 4 };
      const { masks, flags, kinds, hits } = this;
      const alone = choice.agreement === "one-right" ? this.loneRight : this.loneWrong;
      const wantedKinds = [...choice.errors].reduce((sum, number) => sum | (1 << number), 0);
      const flag = choice.agreement ? 1 << AGREEMENTS.indexOf(choice.agreement) : 0;
      const who = choice.agreement.startsWith("one-") && choice.models.includes(choice.who) ? choice.who : NO_MODEL;
      for (let item = 0; item < this.size; item += 1) {
        const agrees = !flag || (flags[item] & flag && (who === NO_MODEL || alone[item] === who));
        masks[item] =
          (hits[item] ? 0 : bits.text) |
          (wantedKinds && !(kinds[item] & wantedKinds) ? bits.errors : 0) |
          (agrees ? 0 : bits.agreement);
      }
      for (const [place, { of }] of this.facets.entries()) {
        const wanted = choice.facets[place];
        if (!wanted.size) continue;
        const bit = 8 << place;
        for (let item = 0; item < this.size; item += 1) {
          const has = of[item];
          if (Array.isArray(has) ? !has.some((number) => wanted.has(number)) : !wanted.has(has)) masks[item] |= bit;
        }
      }
      const found = [];
      for (let item = 0; item < this.size; item += 1) if (!masks[item]) found.push(item);
      return { found, ...this.count(bits, flag, alone) };
    }

    count(bits, flag, alone) {
      const { masks, flags, kinds, size } = this;
      const facets = this.facets.map(({ values, of }, place) => {
        const counts = new Uint32Array(values.length);
        const others = ~(8 << place);
        for (let item = 0; item < size; item += 1) {
          if (masks[item] & others) continue;
          if (Array.isArray(of[item])) for (const number of of[item]) counts[number] += 1;
          else counts[of[item]] += 1;
        }
        return counts;
      });
      const [errors, agreements] = [new Uint32Array(MISTAKES.length), new Uint32Array(AGREEMENTS.length)];
      const who = new Uint32Array(this.index.runs.length);
      let any = 0;
      for (let item = 0; item < size; item += 1) {
        if (!(masks[item] & ~bits.errors)) errors.forEach((_, kind) => (errors[kind] += (kinds[item] >> kind) & 1));
        if (masks[item] & ~bits.agreement) continue;
        any += 1;
        agreements.forEach((_, place) => (agreements[place] += (flags[item] >> place) & 1));
        if (flags[item] & flag && alone[item] !== NO_MODEL) who[alone[item]] += 1;
      }
      return { facets, errors, agreements, any, who };
    }
  }

  Object.assign(window.mmbench, { Selection, AGREEMENTS, NO_MODEL });
})();
