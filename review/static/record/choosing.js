// What is chosen on the image: words or a drawn box, and the small bar of what can be done with it.

import { around, inside, textOf } from "./words.js";

const NEAR = 3;

/** Fires "choice" whenever something else is chosen. */
export class Choice extends EventTarget {
  constructor(viewer, pages) {
    super();
    Object.assign(this, { viewer, pages, words: [], box: null });
    viewer.addEventListener("tap", ({ detail }) => this.#tap(detail));
    viewer.addEventListener("lasso", ({ detail }) => this.#lasso(detail));
    viewer.addEventListener("page", () => this.clear());
    pages.addEventListener("words", () => this.#again());
    viewer.marksAt = (point) => this.at(point) !== null;
  }

  get empty() { return !this.words.length && !this.box; }

  /** The place that is chosen, in page pixels; null if nothing is. */
  get place() { return this.words.length ? around(this.words.map((word) => word.box)) : this.box; }

  /** The words' text; those of one line beside each other, line after line. */
  get text() { return textOf(this.words); }

  at([x, y]) {
    return this.pages.words.find(({ box, gone }) => !gone && x >= box[0] - NEAR && x <= box[2] + NEAR && y >= box[1] - NEAR && y <= box[3] + NEAR) ?? null;
  }

  take(words, box = null) {
    this.words = words;
    this.box = box;
    this.dispatchEvent(new Event("choice"));
  }

  clear() { if (!this.empty) this.take([]); }

  #tap({ box, more }) {
    const word = this.at(box);
    if (!word) {
      this.clear();
      return;
    }
    const chosen = this.words.includes(word);
    if (more) this.take(chosen ? this.words.filter((one) => one !== word) : this.#ordered([...this.words, word]));
    else this.take(chosen && this.words.length === 1 ? [] : [word]);
  }

  #lasso({ box, more }) {
    const words = inside(this.pages.words, box);
    if (box[2] - box[0] < 4 || box[3] - box[1] < 4) return;
    this.take(more ? this.#ordered([...new Set([...this.words, ...words])]) : words, box);
  }

  #ordered(words) { return this.pages.words.filter((word) => words.includes(word)); }

  /** After a change the same places are chosen, as far as they are there. */
  #again() {
    if (!this.words.length) return;
    const boxes = new Set(this.words.map((word) => word.box.join()));
    this.words = this.pages.words.filter((word) => !word.gone && boxes.has(word.box.join()));
    this.dispatchEvent(new Event("choice"));
  }
}

/** The bar beside what is chosen; `acts()` gives [{label, key, act, main}] for what is chosen now. */
export class Bar {
  constructor(place, viewer, choice, acts) {
    Object.assign(this, { place, viewer, choice, acts });
    choice.addEventListener("choice", () => this.draw());
    viewer.addEventListener("view", () => this.put());
  }

  draw() {
    const acts = this.choice.empty ? [] : this.acts();
    this.place.hidden = !acts.length;
    this.place.replaceChildren(...acts.map(button));
    this.put();
  }

  /** Below the choice, or above it where there is no room. */
  put() {
    if (this.place.hidden || !this.choice.place) return;
    const box = this.viewer.onStage(this.choice.place);
    const { clientWidth, clientHeight } = this.viewer.stage;
    const { offsetWidth, offsetHeight } = this.place;
    const top = box[3] + 10 + offsetHeight < clientHeight ? box[3] + 10 : Math.max(6, box[1] - offsetHeight - 10);
    this.place.style.left = `${Math.min(Math.max(6, box[0]), Math.max(6, clientWidth - offsetWidth - 6))}px`;
    this.place.style.top = `${Math.min(top, clientHeight - offsetHeight - 6)}px`;
  }
}

function button({ label, key, act, main }) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: main ? "tight main-act" : "tight" });
  made.append(label);
  if (key) made.append(" ", Object.assign(document.createElement("kbd"), { textContent: key }));
  made.addEventListener("click", act);
  return made;
}
