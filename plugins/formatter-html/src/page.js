"use strict";
(() => {
  const root = document.documentElement;
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a private window keeps nothing */ } };

  // Light, dark, or whatever the system says.
  const toggle = document.getElementById("theme");
  const themes = ["system", "light", "dark"];
  const wear = (theme) => {
    if (theme === "system") root.removeAttribute("data-theme"); else root.setAttribute("data-theme", theme);
    toggle.textContent = "Theme: " + theme;
    toggle.dataset.theme = theme;
  };
  wear(themes.includes(read("atg-theme")) ? read("atg-theme") : "system");
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const next = themes[(themes.indexOf(toggle.dataset.theme) + 1) % themes.length];
    wear(next);
    keep("atg-theme", next);
  });

  const data = JSON.parse(document.getElementById("data").textContent);
  const MARKS = ["", "(not shown)", "(unknown)"];
  const NUMBERS = new Set(["matched", "total", "percent", "count", "from", "to", "source", "target", "missing", "extra"]);
  // What would turn text round or hide in it is shown as its code point; the filter still finds the original.
  const HIDDEN = new RegExp("[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]", "g");
  const plain = (text) => text.replace(HIDDEN, (one) => "\u27e8U+" + one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "\u27e9");
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, number > 9999 ? "," : "");
  const element = (name, role, text) => {
    const made = document.createElement(name);
    if (role) made.setAttribute("role", role);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  /** Batches of numbered texts → one array of text numbers a column, and the texts. */
  function columnsOf(table) {
    const texts = [], numbers = new Map(), columns = table.columns.map(() => []);
    for (const batch of table.batches) {
      const local = batch.texts.map((text) => {
        let number = numbers.get(text);
        if (number === undefined) { number = texts.length; texts.push(text); numbers.set(text, number); }
        return number;
      });
      batch.cells.forEach((cells, at) => { for (const cell of cells) columns[at].push(cell < 0 ? cell : local[cell]); });
    }
    return { texts, columns };
  }

  class Sheet {
    constructor(section, table) {
      this.section = section;
      const { texts, columns } = columnsOf(table);
      this.texts = texts;
      this.columns = columns;
      this.names = table.columns;
      this.order = table.order;
      this.count = columns.length ? columns[0].length : 0;
      this.left = table.left_out;
      this.rows = Uint32Array.from({ length: this.count }, (_, at) => at);
      this.sorted = null;
      this.build();
      this.show();
    }

    text(row, column) {
      const cell = this.columns[column][row];
      return cell < 0 ? "" : this.texts[cell];
    }

    build() {
      const host = this.section.querySelector(".host");
      const title = this.section.querySelector("h2, h3").textContent;
      const tools = element("div");
      tools.className = "tools";
      this.input = element("input");
      this.input.type = "search";
      this.input.placeholder = this.names.includes("resource-group") ? "Filter, for example: storage rg-0" : "Filter";
      this.input.setAttribute("aria-label", "Filter " + title);
      this.input.spellcheck = false;
      this.output = element("output");
      this.output.setAttribute("aria-live", "polite");
      tools.append(this.input, this.output);

      this.sheet = element("div", "table");
      this.sheet.className = "sheet";
      this.sheet.tabIndex = 0;
      this.sheet.setAttribute("aria-label", title);
      this.sheet.style.setProperty("--columns", this.order.map((at) => this.width(at)).join(" "));
      const least = this.order.reduce((sum, at) => sum + (NUMBERS.has(this.names[at]) ? 84 : 150), 0);
      this.sheet.style.setProperty("--least", this.order.length > 3 ? least + "px" : "0");
      const heads = element("div", "row");
      heads.className = "heads";
      this.heads = this.order.map((at) => {
        const head = element("div", "columnheader");
        head.setAttribute("aria-sort", "none");
        if (NUMBERS.has(this.names[at])) head.className = "number";
        const button = element("button", undefined, this.names[at].replaceAll("-", " ").replace(/^id$/, "ID"));
        button.type = "button";
        button.addEventListener("click", () => this.sort(at));
        head.append(button);
        heads.append(head);
        return head;
      });
      this.body = element("div", "rowgroup");
      this.body.className = this.order.every((at, place) => place === 0 || NUMBERS.has(this.names[at])) ? "body few" : "body";
      this.sheet.append(heads, this.body);
      host.replaceChildren(tools, this.sheet);
      if (this.left) {
        const note = element("p", undefined, "… and " + grouped(this.left) + " more rows, which are left out of this page.");
        note.className = "note";
        host.append(note);
      }

      let asked = 0;
      this.input.addEventListener("input", () => { clearTimeout(asked); asked = setTimeout(() => this.filter(), 60); });
      this.sheet.addEventListener("scroll", () => requestAnimationFrame(() => this.paint()), { passive: true });
      new ResizeObserver(() => this.paint(true)).observe(this.sheet);
    }

    width(at) {
      const name = this.names[at];
      if (NUMBERS.has(name)) return "minmax(64px, 96px)";
      if (name === "comparable") return "80px";
      if (/id$|address/.test(name)) return "minmax(0, 2.4fr)";
      if (["kind", "severity", "change"].includes(name)) return "minmax(0, .6fr)";
      if (["type", "message", "source-value", "target-value"].includes(name)) return "minmax(0, 1.5fr)";
      return "minmax(0, 1.1fr)";
    }

    filter() {
      const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (!this.found) {
        // Which texts hold a word is asked once a text, not once a cell.
        this.lower = this.texts.map((text) => text.toLowerCase());
        this.found = true;
      }
      const hits = words.map((word) => Uint8Array.from(this.lower, (text) => (text.includes(word) ? 1 : 0)));
      const all = this.sorted ?? Uint32Array.from({ length: this.count }, (_, at) => at);
      this.rows = all.filter((row) => hits.every((hit) => this.columns.some((column) => column[row] >= 0 && hit[column[row]])));
      this.sheet.scrollTop = 0;
      this.show();
    }

    sort(at) {
      const head = this.heads[this.order.indexOf(at)];
      const down = head.getAttribute("aria-sort") === "ascending";
      this.heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const number = NUMBERS.has(this.names[at]);
      const collator = new Intl.Collator("en", { numeric: true });
      const used = [...new Set(this.columns[at])].filter((cell) => cell >= 0);
      const value = (cell) => this.texts[cell];
      used.sort(number ? (a, b) => Number(value(a)) - Number(value(b)) : (a, b) => collator.compare(value(a), value(b)));
      const ranks = new Map(used.map((cell, rank) => [cell, rank + 1]));
      const rank = Float64Array.from(this.columns[at], (cell) => ranks.get(cell) ?? 0);
      this.sorted = Uint32Array.from({ length: this.count }, (_, row) => row)
        .sort((a, b) => (down ? rank[b] - rank[a] : rank[a] - rank[b]) || a - b);
      this.filter();
    }

    show() {
      const shown = this.rows.length;
      this.output.textContent = shown === this.count ? grouped(shown) + (shown === 1 ? " row" : " rows") : grouped(shown) + " of " + grouped(this.count) + " rows";
      this.sheet.setAttribute("aria-rowcount", String(shown + 1));
      this.paint(true);
    }

    /** Only the rows in sight, and a few beyond, are in the document. `whole`: everything, for paper. */
    paint(again = false, whole = 0) {
      const height = parseFloat(getComputedStyle(this.body).getPropertyValue("--row")) || 38;
      const first = whole ? 0 : Math.max(0, Math.floor(this.sheet.scrollTop / height) - 8);
      const last = whole ? Math.min(whole, this.rows.length) : Math.min(this.rows.length, first + Math.ceil(this.sheet.clientHeight / height) + 24);
      if (!again && first === this.first && last === this.last) return;
      this.first = first;
      this.last = last;
      this.body.style.height = this.rows.length ? this.rows.length * height + "px" : "auto";
      const made = document.createDocumentFragment();
      for (let place = first; place < last; place += 1) {
        const row = element("div", "row");
        row.setAttribute("aria-rowindex", String(place + 2));
        row.style.top = place * height + "px";
        for (const at of this.order) {
          const cell = this.columns[at][this.rows[place]];
          const text = cell < 0 ? MARKS[-1 - cell] ?? "" : plain(this.texts[cell]);
          const made = element("div", "cell", text);
          made.title = text;
          if (cell < -1) made.className = "mark-cell";
          else if (NUMBERS.has(this.names[at])) made.className = "number";
          row.append(made);
        }
        made.append(row);
      }
      if (!this.rows.length) {
        const empty = element("div", undefined, "Nothing matches.");
        empty.className = "empty";
        made.append(empty);
      }
      this.body.replaceChildren(made);
    }
  }

  const sheets = [];
  for (const table of data.tables) {
    const section = document.getElementById(table.name);
    if (section) sheets.push(new Sheet(section, table));
  }
  addEventListener("beforeprint", () => sheets.forEach((sheet) => sheet.paint(true, 2000)));
  addEventListener("afterprint", () => sheets.forEach((sheet) => sheet.paint(true)));
})();
