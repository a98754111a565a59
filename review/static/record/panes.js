// The side's tabs, and the lists of words: doubtful ones, changed ones, the page's text as it was read.

import { doubtful } from "./words.js";

export function tabs(list) {
  const all = [...list.querySelectorAll("[role=tab]")];
  const choose = (tab, focus) => {
    for (const one of all) {
      one.setAttribute("aria-selected", String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
    }
    if (focus) tab.focus();
  };
  all.forEach((tab, n) => {
    tab.addEventListener("click", () => choose(tab, false));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose(all[(n + step + all.length) % all.length], true);
    });
  });
  list.hidden = false;
  choose(all[0], false);
}

export class Lists {
  /** `go(page, word)`: show that word. */
  constructor(pages, store, say, go) {
    Object.assign(this, { pages, store, say, go });
    const of = (id) => document.getElementById(id);
    Object.assign(this, { doubts: of("doubtful-words"), changes: of("changed-words"), text: of("page-text"), none: of("no-doubtful"), same: of("no-changed") });
    pages.addEventListener("words", () => this.draw());
  }

  draw() {
    const left = this.pages.words.filter(doubtful);
    this.doubts.replaceChildren(...left.map((word) => this.#item(word, `${word.text}`, `${Math.round(word.sure * 100)} %`)));
    this.none.hidden = left.length > 0;
    const { words } = this.store.now;
    this.changes.replaceChildren(...words.map((change) => this.#change(change)));
    this.same.hidden = words.length > 0;
    this.#text();
  }

  #item(word, text, note) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "word-item" });
    button.append(Object.assign(document.createElement("b"), { textContent: text }), " ", Object.assign(document.createElement("span"), { className: "soft small", textContent: note }));
    button.addEventListener("click", () => this.go(this.pages.viewer.page, word));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  #change(change) {
    const item = document.createElement("li");
    const before = Object.assign(document.createElement("del"), { textContent: change.old ?? "" });
    const after = Object.assign(document.createElement("ins"), { textContent: change.new ?? this.say("rec.word_gone") });
    const where = Object.assign(document.createElement("button"), { type: "button", className: "where", textContent: this.say("rec.p", { n: change.page }) });
    where.addEventListener("click", () => this.go(change.page, { box: change.box }));
    item.append(...(change.old === change.new ? [`${change.new} ✓`] : [before, " → ", after]), " ", where);
    return item;
  }

  #text() {
    let row = null;
    let line = null;
    this.text.replaceChildren();
    for (const word of this.pages.words.filter((one) => !one.gone)) {
      if (word.row !== row || !line) {
        line = this.text.appendChild(document.createElement("p"));
        row = word.row;
      }
      const part = Object.assign(document.createElement("span"), { textContent: word.text, className: doubtful(word) ? "unsure" : word.change ? "mended" : "" });
      line.append(part, " ");
    }
  }
}
