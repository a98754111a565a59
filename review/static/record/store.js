// What a person has typed and not saved yet, with undo and redo. A state is never changed, only replaced by another.

export const EMPTY = Object.freeze({ fields: {}, words: [], why: "" });
const MOST_STEPS = 300;

/** Fires "change" whenever `now` is another state. */
export class Store extends EventTarget {
  #past = [];
  #future = [];
  #topic = null;

  constructor() {
    super();
    this.now = EMPTY;
  }

  get dirty() {
    const { fields, words, why } = this.now;
    return Object.keys(fields).length > 0 || words.length > 0 || why.trim() !== "";
  }

  get undoable() { return this.#past.length > 0; }

  get redoable() { return this.#future.length > 0; }

  /** Begins with a state from before; not a step that could be undone. */
  begin(state) {
    this.now = { ...EMPTY, ...state };
    this.#past = [];
    this.#future = [];
    this.#tell();
  }

  /** The next state. Steps with the same topic one after the other (letters typed into one field) are one step. */
  step(part, topic = null) {
    if (topic === null || topic !== this.#topic) {
      this.#past.push(this.now);
      if (this.#past.length > MOST_STEPS) this.#past.shift();
    }
    this.#topic = topic;
    this.#future = [];
    this.now = { ...this.now, ...part };
    this.#tell();
  }

  /** What comes next is a step of its own, even if it has the same topic. */
  pause() { this.#topic = null; }

  field(name, entry, topic = null) {
    const fields = { ...this.now.fields };
    if (entry === null) delete fields[name];
    else fields[name] = entry;
    this.step({ fields }, topic);
  }

  undo() { this.#move(this.#past, this.#future); }

  redo() { this.#move(this.#future, this.#past); }

  #move(from, to) {
    if (!from.length) return;
    to.push(this.now);
    this.now = from.pop();
    this.#topic = null;
    this.#tell();
  }

  #tell() { this.dispatchEvent(new Event("change")); }
}
