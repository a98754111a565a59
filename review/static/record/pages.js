// The words of every page, fetched when first needed, with the draft's changes applied.

import { current, doubtful } from "./words.js";

/** Fires "words" when the words of the shown page are there or have changed. */
export class Pages extends EventTarget {
  #read = new Map();

  /** `fetchWords(page)` gives the JSON of a page. */
  constructor(store, viewer, counts, fetchWords) {
    super();
    Object.assign(this, { store, viewer, counts, fetchWords, words: [], page: null });
    viewer.addEventListener("page", () => this.#shown());
    store.addEventListener("change", () => this.#apply());
    this.#shown();
  }

  /** The page as it was read; one that cannot be fetched has no words and is asked for again next time. */
  async read(page) {
    if (!this.#read.has(page)) this.#read.set(page, this.fetchWords(page));
    try {
      return await this.#read.get(page);
    } catch {
      this.#read.delete(page);
      return { page, width: 1, height: 1, lines: [], stamps: [] };
    }
  }

  async of(page) { return current(await this.read(page), this.store.now.words); }

  /** How many words of a page are left to look at; those of pages not fetched yet as the server counted them. */
  async left(page) {
    if (!this.#read.has(page)) return this.counts[page - 1];
    return (await this.of(page)).filter(doubtful).length;
  }

  /** The next (or last) doubtful word after `from` ({page, word}), over all pages: {page, word} or null. */
  async seek(from, back = false) {
    const many = this.counts.length;
    for (let step = 0; step <= many; step += 1) {
      const page = ((from.page - 1 + (back ? -step : step) + many * 2) % many) + 1;
      if (step && !(await this.left(page))) continue;
      const words = await this.of(page);
      const found = step === 0 ? beyond(words, from.word, back) : words.filter(doubtful);
      const word = back ? found.at(-1) : found[0];
      if (word) return { page, word };
    }
    return null;
  }

  async #shown() {
    const { page } = this.viewer;
    this.words = [];
    this.page = null;
    this.dispatchEvent(new Event("words"));
    const read = await this.read(page);
    if (this.viewer.page !== page) return;
    this.page = read;
    this.#apply();
  }

  #apply() {
    if (!this.page) return;
    this.words = current(this.page, this.store.now.words);
    this.dispatchEvent(new Event("words"));
  }
}

/** The doubtful words after (before) one, in reading order; all of them where there is none to start from. */
function beyond(words, from, back) {
  const here = from ? words.findIndex((word) => word.row === from.row && word.box.join() === from.box.join()) : -1;
  if (here < 0) return words.filter(doubtful);
  return (back ? words.slice(0, here) : words.slice(here + 1)).filter(doubtful);
}
