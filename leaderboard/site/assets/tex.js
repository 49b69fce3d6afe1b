"use strict";
// Formulas as MathML: the part of TeX that is met in questions and answers.
(() => {
  const { h, math } = mmbench;
  const [LONGEST, DEEPEST] = [4000, 40];
  const table = (text) => {
    const words = text.trim().split(/\s+/);
    return new Map(words.flatMap((word, place) => (place % 2 ? [] : [[word, words[place + 1]]])));
  };
  const LETTERS = table(`
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
    nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    infty ∞ ell ℓ hbar ℏ emptyset ∅ varnothing ∅ nabla ∇ partial ∂ Re ℜ Im ℑ aleph ℵ forall ∀ exists ∃ top ⊤ bot ⊥
    angle ∠ measuredangle ∡ triangle △ vartriangle △ square □ Box □ blacksquare ■ Diamond ◇ diamond ⋄ bigstar ★
    degree ° checkmark ✓ imath ı jmath ȷ dots … ldots … dotsc … cdots ⋯ dotsb ⋯ vdots ⋮ ddots ⋱ prime ′ S § pounds £
    frown ⌢ smile ⌣ % % $ $ # # _ _ clubsuit ♣ heartsuit ♥ spadesuit ♠ Rt Rt odot ⊙ bigcirc ◯ AA Å`);
  const OPERATORS = table(`
    pm ± mp ∓ times × div ÷ ast ∗ star ⋆ cdot ⋅ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ cap ∩ cup ∪ setminus ∖ land ∧
    lor ∨ wedge ∧ vee ∨ neg ¬ lnot ¬ leq ≤ le ≤ leqslant ⩽ geq ≥ ge ≥ geqslant ⩾ neq ≠ ne ≠ approx ≈ equiv ≡ cong ≅
    sim ∼ simeq ≃ propto ∝ ll ≪ gg ≫ lt < gt > in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊
    nsubseteq ⊈ perp ⊥ parallel ∥ nparallel ∦ mid ∣ nmid ∤ colon : to → rightarrow → leftarrow ← gets ← uparrow ↑
    downarrow ↓ leftrightarrow ↔ longrightarrow ⟶ longleftarrow ⟵ mapsto ↦ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔
    implies ⟹ impliedby ⟸ iff ⟺ Longrightarrow ⟹ Longleftrightarrow ⟺ because ∵ therefore ∴ doteq ≐ asymp ≍ models ⊨
    vdash ⊢ prec ≺ succ ≻ backslash \\ bmod mod mod mod lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ | ‖ { { } }
    lbrace { rbrace } langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrack [ rbrack ] & & nearrow ↗ searrow ↘
    triangleq ≜ backsim ∽ sphericalangle ∢ dotplus ∔ rightleftharpoons ⇌`);
  const FENCES = new Set("()[]{}|‖⟨⟩⌊⌋⌈⌉/");
  const LARGE = table("sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ lim lim max max min min sup sup inf inf");
  const INTEGRALS = table("int ∫ iint ∬ iiint ∭ oint ∮");
  const FUNCTIONS = new Set(("sin cos tan cot sec csc arcsin arccos arctan arccot sinh cosh tanh coth log ln lg exp " +
    "det dim gcd lcm ker deg arg Pr").split(" "));
  const OVER = table(`hat ^ widehat ^ vec → overrightarrow → overleftarrow ← overleftrightarrow ↔
    tilde ~ widetilde ~ dot ˙ ddot ¨ overbrace ⏞ overparen ⏜ wideparen ⏜ overarc ⏜ widearc ⏜`);
  const LINED = table("overline lined-over bar lined-over underline lined-under");
  const SPACES = table(", .167em : .222em ; .278em ! 0em quad 1em qquad 2em enspace .5em thinspace .167em");
  const NAMED = new Set(["text", "textrm", "textbf", "textit", "textnormal", "mbox", "hbox", "textsf"]);
  const UPRIGHT = new Set(["mathrm", "mathsf", "mathtt", "operatorname", "rm", "mathop"]);
  const PASSED = new Set(["mathit", "mathcal", "mathscr", "mathfrak", "mathnormal", "ensuremath", "mathbin", "mathrel",
    "mathord", "boldsymbol", "mathbf", "bold", "bm", "pmb"]);
  const BOLD = new Set(["boldsymbol", "mathbf", "bold", "bm", "pmb"]);
  const IGNORED = new Set(["displaystyle", "textstyle", "limits", "nolimits", "nonumber", "notag", "hline"]);
  const FENCED = new Map(Object.entries({
    matrix: ["", ""], smallmatrix: ["", ""], pmatrix: ["(", ")"], bmatrix: ["[", "]"], Bmatrix: ["{", "}"],
    vmatrix: ["|", "|"], Vmatrix: ["‖", "‖"], cases: ["{", ""], dcases: ["{", ""], array: ["", ""],
  }));
  const ALIGNED = new Set(["aligned", "align", "align*", "alignedat", "split", "eqnarray", "eqnarray*"]);
  const GATHERED = new Set(["gathered", "gather", "gather*", "equation", "equation*", "multline", "multline*"]);
  const BLACKBOARD = table("C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ");
  const STOPS = new Set(["}", "&", "\\\\", "\\right", "\\end", "\\cr"]);

  class Unknown extends Error {}
  const unknown = () => { throw new Unknown(); };
  const row = (nodes) => (nodes.length === 1 ? nodes[0] : math("mrow", {}, ...nodes));
  const fence = (text, form) => math("mo", { form, fence: "true", stretchy: "true" }, text);
  const between = (open, nodes, close) =>
    math("mrow", {}, open && fence(open, "prefix"), nodes, close && fence(close, "postfix"));
  const stretched = (text) => math("mo", { stretchy: "true" }, text);
  const named = (text) => math("mo", { form: "prefix", lspace: ".17em", rspace: ".17em" }, text);
  const blackboard = (letter) =>
    BLACKBOARD.get(letter) ?? letter.replace(/[A-Z]/, (c) => String.fromCodePoint(0x1d538 + c.charCodeAt(0) - 65));
  const kept = (text) => text.replace(/^[\s~]+|[\s~]+$/g, "\u00a0").replace(/~/g, "\u00a0");

  class Reader {
    constructor(source, block, depth = 0) {
      this.source = source;
      this.block = block;
      this.depth = depth;
      this.tokens = [...source.matchAll(/\\[a-zA-Z]+|\\[^]|\d+(?:\.\d+)?|\s+|[^]/gu)]
        .filter((found) => !/^\s/.test(found[0]))
        .map((found) => ({ text: found[0], start: found.index }));
      this.at = 0;
    }
    get here() { return this.tokens[this.at]?.text; }
    take(wanted) {
      if (this.here === undefined || (wanted !== undefined && this.here !== wanted)) unknown();
      return this.tokens[this.at++].text;
    }
    deeper(read) {
      if (++this.depth > DEEPEST) unknown();
      const made = read();
      this.depth -= 1;
      return made;
    }
    whole() {
      const rows = this.rows();
      if (this.here !== undefined || !rows.length) unknown();
      return rows.length === 1 && rows[0].length === 1 ? rows[0][0] : [this.grid(rows, "rl")];
    }
    /** Nodes up to what ends a row, or to `stop`. */
    row(stop) {
      return this.deeper(() => {
        const nodes = [];
        while (this.here !== undefined && !STOPS.has(this.here) && this.here !== stop) nodes.push(...this.atom());
        return nodes;
      });
    }
    group() {
      this.take("{");
      const nodes = this.row();
      this.take("}");
      return row(nodes);
    }
    argument() {
      if (this.here === "{") return this.group();
      if (/^\d./.test(this.here ?? "")) {
        const token = this.tokens[this.at];
        const digit = token.text[0];
        token.text = token.text.slice(1);
        return math("mn", {}, digit);
      }
      if (this.here === undefined || STOPS.has(this.here) || /^[\^_]$/.test(this.here)) unknown();
      return row(this.deeper(() => this.base())[0]);
    }
    optional() {
      if (this.here !== "[") return null;
      this.take();
      const nodes = this.row("]");
      this.take("]");
      return row(nodes);
    }
    /** The text between braces as it is written. */
    raw() {
      this.take("{");
      const start = this.at;
      for (let open = 1; open; this.at += 1) {
        if (this.here === undefined) unknown();
        open += this.here === "{" ? 1 : this.here === "}" ? -1 : 0;
      }
      const [from, to] = [this.tokens[start - 1].start + 1, this.tokens[this.at - 1].start];
      return this.source.slice(from, to);
    }
    atom() {
      const [nodes, limits] = this.here === "^" || this.here === "_" ? [[math("mrow", {})], false] : this.base();
      let [low, high] = [null, null];
      for (;;) {
        if (this.here === "_" && !low) {
          this.take();
          low = this.argument();
        } else if (this.here === "^" && !high) {
          this.take();
          high = this.argument();
        } else if (this.here === "'" || this.here === "\\prime") {
          let primes = "";
          while (this.here === "'" || this.here === "\\prime") primes += this.take() && "′";
          high = high ? row([math("mo", {}, primes), high]) : math("mo", {}, primes);
        } else if (this.here === "\\limits" || this.here === "\\nolimits") this.take();
        else break;
      }
      if (!low && !high) return nodes;
      const names = limits ? ["munder", "mover", "munderover"] : ["msub", "msup", "msubsup"];
      const name = low && high ? names[2] : low ? names[0] : names[1];
      return [math(name, {}, row(nodes), ...[low, high].filter(Boolean))];
    }
    /** The nodes of one thing, and whether its scripts stand above and below it. */
    base() {
      if (this.here === "{") return [[this.group()], false];
      const text = this.take();
      if (text[0] === "\\") return this.command(text.slice(1));
      if (/\d/.test(text)) return [[math("mn", {}, text)], false];
      if (/\p{L}/u.test(text)) return [[math("mi", {}, text)], false];
      if (/[#$^_"`@\\{}]/.test(text)) unknown();
      if (text === "~") return [[math("mspace", { width: ".25em" })], false];
      return [[this.sign(text === "-" ? "−" : text === "*" ? "∗" : text)], false];
    }
    sign(text) {
      return math("mo", FENCES.has(text) ? { stretchy: "false" } : {}, text);
    }
    command(name) {
      const one = (node) => [[node], false];
      const upright = /^[A-Z]/.test(name) && "normal";
      if (LETTERS.has(name)) return one(math("mi", { mathvariant: upright }, LETTERS.get(name)));
      if (OPERATORS.has(name)) return one(this.sign(OPERATORS.get(name)));
      if (LARGE.has(name)) {
        return [[math("mo", { movablelimits: "false", lspace: ".1em", rspace: ".17em" }, LARGE.get(name))], this.block];
      }
      if (INTEGRALS.has(name)) return one(math("mo", {}, INTEGRALS.get(name)));
      if (FUNCTIONS.has(name)) return one(named(name));
      if (SPACES.has(name)) return one(math("mspace", { width: SPACES.get(name) }));
      if (name === " " || name === "\n") return one(math("mspace", { width: ".25em" }));
      if (OVER.has(name)) return one(math("mover", { accent: "true" }, this.argument(), stretched(OVER.get(name))));
      if (LINED.has(name)) return one(math("mrow", { class: LINED.get(name) }, this.argument()));
      if (name === "underbrace") return one(math("munder", {}, this.argument(), stretched("⏟")));
      if (NAMED.has(name)) return [this.words(this.raw()), false];
      if (UPRIGHT.has(name)) return one(this.upright(name));
      if (PASSED.has(name)) return one(math("mrow", { class: BOLD.has(name) && "bold" }, this.argument()));
      if (IGNORED.has(name)) return [[], false];
      if (/^[bB]igg?[lrm]?$/.test(name)) {
        return one(math("mo", { stretchy: "true", minsize: /gg/.test(name) ? "2.2em" : "1.5em" }, this.delimiter()));
      }
      return one(this.structure(name));
    }
    structure(name) {
      switch (name) {
        case "frac": case "dfrac": case "tfrac": case "cfrac":
          return math("mfrac", {}, this.argument(), this.argument());
        case "binom": case "dbinom": case "tbinom":
          return between("(", math("mfrac", { linethickness: "0" }, this.argument(), this.argument()), ")");
        case "sqrt": {
          const degree = this.optional();
          return degree ? math("mroot", {}, this.argument(), degree) : math("msqrt", {}, this.argument());
        }
        case "boxed": case "fbox": return math("mrow", { class: "boxed" }, this.argument());
        case "overset": case "stackrel": return math("mover", {}, ...[this.argument(), this.argument()].reverse());
        case "underset": return math("munder", {}, ...[this.argument(), this.argument()].reverse());
        case "xrightarrow": return math("mover", {}, stretched("→"), this.argument());
        case "not": return math("mo", {}, `${this.argument().textContent}\u0338`);
        case "pmod": return row([math("mtext", {}, "\u00a0(mod\u00a0"), this.argument(), math("mtext", {}, ")")]);
        case "tag": return row([math("mspace", { width: "2em" }), ...this.words(`(${this.raw()})`)]);
        case "mathbb":
          return math("mi", { mathvariant: "normal" }, [...this.argument().textContent].map(blackboard).join(""));
        case "textcolor": this.raw(); return this.group();
        case "hspace": this.raw(); return math("mspace", { width: ".5em" });
        case "middle": return fence(this.delimiter(), "infix");
        case "left": return this.fenced();
        case "begin": return this.environment(this.raw());
        default: return unknown();
      }
    }
    upright(name) {
      if (name === "operatorname" && this.here === "*") this.take();
      if (this.here !== "{") return math("mrow", {});
      const start = this.at;
      const text = this.raw();
      if (name === "operatorname" && /^[\w\s-]+$/.test(text)) return named(text);
      if (/^[\w\s~.,/-]*$/.test(text) && !text.includes("_")) return math("mtext", {}, kept(text));
      this.at = start;
      return this.group();
    }
    words(text) {
      const parts = text.split("$");
      if (parts.length % 2 === 0) unknown();
      return parts.map((part, place) => {
        if (place % 2) return row(this.deeper(() => new Reader(part, false, this.depth).whole()));
        const plain = part.replace(/\\([%$#&_{} ])/g, "$1");
        return plain.includes("\\") ? unknown() : math("mtext", {}, kept(plain));
      });
    }
    delimiter() {
      const text = this.take();
      if (text === ".") return "";
      const sign = text === "<" ? "⟨" : text === ">" ? "⟩" : text[0] === "\\" ? OPERATORS.get(text.slice(1)) : text;
      return sign && (FENCES.has(sign) || /[↑↓\\]/.test(sign)) ? sign : unknown();
    }
    fenced() {
      const open = this.delimiter();
      const nodes = this.row();
      this.take("\\right");
      const close = this.delimiter();
      return between(open, nodes, close);
    }
    rows() {
      const rows = [[]];
      for (;;) {
        rows.at(-1).push(this.row());
        if (this.here === "&") this.take();
        else if (this.here === "\\\\" || this.here === "\\cr") {
          this.take();
          if (this.here === "[" && /^\[\s*-?[\d.]+\s*\w\w\s*\]/.test(this.source.slice(this.tokens[this.at].start))) {
            while (this.take() !== "]");
          }
          rows.push([]);
        } else break;
      }
      const last = rows.at(-1);
      if (last.length === 1 && !last[0].length) rows.pop();
      return rows;
    }
    environment(name) {
      const [aligned, gathered] = [ALIGNED.has(name), GATHERED.has(name)];
      if (!aligned && !gathered && !FENCED.has(name)) unknown();
      const spec = name === "array" || name === "alignedat" ? this.raw() : "";
      const columns = aligned ? "rl" : gathered ? "c" : /cases/.test(name) ? "l" : spec.replace(/[^lcr]/g, "") || "c";
      const rows = this.deeper(() => this.rows());
      this.take("\\end");
      if (this.raw() !== name) unknown();
      const [open, close] = FENCED.get(name) ?? ["", ""];
      return between(open, this.grid(rows, columns), close);
    }
    grid(rows, columns) {
      const sides = { l: "left", c: "middle", r: "right" };
      const side = (place) => `${sides[columns[place % columns.length]]}${columns === "rl" ? " tight" : ""}`;
      return math("mtable", {}, ...rows.map((cells) => math("mtr", {},
        ...cells.map((nodes, place) => math("mtd", { class: side(place) }, ...nodes)))));
    }
  }

  /** A formula as MathML; what is too long, too deep or not known to us stands in `code` as it is written. */
  mmbench.tex = (source, block = false) => {
    try {
      if (source.length > LONGEST) unknown();
      const nodes = new Reader(source, block).whole();
      return math("math", { display: block ? "block" : "inline", dir: "ltr" }, math("mrow", {}, ...nodes));
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      return h("code", { class: "tex", dir: "ltr" }, source);
    }
  };
})();
