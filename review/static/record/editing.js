// One word mended at its place on the image: an input over the word, with what was read and what else it may be.

import { asBefore, mended, withNew } from "./words.js";

/** Fires "opened", "done" (detail: {on, word, text}; on: to the next doubtful word) and "left". */
export class Editor extends EventTarget {
  constructor(stage, viewer, store, say) {
    super();
    Object.assign(this, { stage, viewer, store, say, word: null, box: null });
    this.frame = stage.appendChild(Object.assign(document.createElement("div"), { className: "word-edit", hidden: true }));
    this.input = this.frame.appendChild(Object.assign(document.createElement("input"), { className: "word-input", spellcheck: false, autocomplete: "off" }));
    this.input.setAttribute("aria-label", say("rec.word"));
    this.told = this.frame.appendChild(Object.assign(document.createElement("p"), { className: "small" }));
    this.others = this.frame.appendChild(Object.assign(document.createElement("div"), { className: "opts" }));
    this.hint = this.frame.appendChild(Object.assign(document.createElement("p"), { className: "small soft", textContent: say("rec.word_keys") }));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    viewer.addEventListener("view", () => this.put());
    viewer.addEventListener("page", () => this.close());
  }

  get open() { return !this.frame.hidden; }

  /** Opens on a word of the shown page, or on a drawn box for a new one. */
  on(word, box = null) {
    this.word = word;
    this.box = word ? word.box : box;
    this.input.value = word ? word.text : "";
    this.#tell();
    this.frame.hidden = false;
    this.dispatchEvent(new Event("opened"));
    this.put();
    this.input.focus({ preventScroll: true });
    this.input.select();
  }

  /** Takes what is typed, if anything is open: somebody saves without leaving the word first. */
  finish() { if (this.open) this.#done(false); }

  close() {
    if (!this.open) return;
    this.frame.hidden = true;
    this.word = null;
  }

  put() {
    if (!this.open) return;
    const [x0, y0, x1, y1] = this.viewer.onStage(this.box);
    const { clientWidth, clientHeight } = this.stage;
    const size = Math.min(34, Math.max(15, (y1 - y0) * 0.8));
    this.input.style.fontSize = `${size}px`;
    this.input.style.width = `${Math.max(x1 - x0 + 40, 150)}px`;
    const { offsetWidth, offsetHeight } = this.frame;
    const below = y1 + 6 + offsetHeight < clientHeight;
    this.frame.style.left = `${Math.min(Math.max(4, x0 - 12), Math.max(4, clientWidth - offsetWidth - 4))}px`;
    this.frame.style.top = `${below ? y1 + 6 : Math.max(4, y0 - offsetHeight - 6)}px`;
  }

  #tell() {
    const { word } = this;
    const facts = [];
    if (word?.raw && word.raw !== word.text) facts.push(this.say("rec.word_read", { raw: word.raw }));
    if (word?.hand) facts.push(this.say("rec.word_hand"));
    if (word && !word.change) facts.push(this.say("rec.word_sure", { share: `${Math.min(99, Math.round(word.sure * 100))} %` }));
    this.told.textContent = word ? facts.join(" · ") : this.say("rec.add_word");
    const others = [...(word?.others ?? [])];
    if (word?.raw && word.raw !== word.text && !others.some(([text]) => text === word.raw)) others.push([word.raw, null]);
    this.others.replaceChildren(...others.slice(0, 9).map(([text, share], n) => this.#other(text, share, n + 1)));
  }

  #other(text, share, number) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "opt" });
    made.append(Object.assign(document.createElement("kbd"), { textContent: number }), ` ${text}`);
    if (share !== null) made.append(Object.assign(document.createElement("span"), { className: "share", textContent: ` ${Math.round(share * 100)} %` }));
    made.addEventListener("click", () => { this.input.value = text; this.#done(true); });
    return made;
  }

  #key(event) {
    if (event.isComposing) return;
    const digit = event.altKey && /^Digit[1-9]$/.test(event.code) ? Number(event.code.at(-1)) : 0;
    if (digit) this.others.children[digit - 1]?.click();
    else if (event.key === "Enter" && !event.ctrlKey) this.#done(true);
    else if (event.key === "Escape") this.#leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #leave() {
    this.close();
    this.dispatchEvent(new Event("left"));
  }

  /** The text as typed; the word's own text says that it is right. Nothing typed removes nothing. */
  #done(on) {
    const text = this.input.value.trim().split(/\s+/).join(" ");
    const { page } = this.viewer;
    const { words } = this.store.now;
    if (!text) {
      this.#leave();
      return;
    }
    const { word, box } = this;
    this.close();
    const next = word === null ? withNew(words, page, box, text)
      : word.change && text === word.change.old && word.text !== text ? asBefore(words, word) : mended(words, page, word, text);
    this.store.pause();
    this.store.step({ words: next });
    this.dispatchEvent(new CustomEvent("done", { detail: { on, word, text } }));
  }
}
