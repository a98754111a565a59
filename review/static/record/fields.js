// The fields beside the image: typed, confirmed, taken from the image or from another reading; what is left to look at.

/** Fires "focus" (detail: name) when a field is chosen, "place" (detail: {page, box}) when its place is to be shown. */
export class Fields extends EventTarget {
  constructor(form, store, words) {
    super();
    Object.assign(this, { form, store, words, active: null });
    this.rows = new Map([...form.querySelectorAll("[data-field]")].map((row) => [row.dataset.field, new Row(row)]));
    this.why = form.querySelector("#why");
    for (const row of this.rows.values()) this.#listen(row);
    this.why?.addEventListener("input", () => store.step({ why: this.why.value }, "why"));
    this.why?.addEventListener("blur", () => store.pause());
    store.addEventListener("change", () => this.draw());
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** Fields nobody has looked at yet, in the order they stand. */
  get left() { return [...this.rows.values()].filter((row) => row.doubtful && !(row.name in this.store.now.fields)); }

  /** What somebody typed before this script was there; `keep` makes it a change, so that nothing is drawn over it. */
  get early() { return { rows: [...this.rows.values()].filter((row) => row.early).map((row) => [row.name, row.typed()]), why: this.why?.value }; }

  keep({ rows, why }) {
    for (const [name, entry] of rows) this.store.field(name, entry, name);
    if (why) this.store.step({ why }, "why");
  }

  /** Chooses the first field to look at, unless somebody has begun elsewhere. */
  welcome() {
    const here = document.activeElement;
    if (this.active === null && this.form.contains(here)) here.dispatchEvent(new FocusEvent("focus"));
    else if ((here ?? document.body) === document.body && !matchMedia("(pointer: coarse)").matches) (this.left[0] ?? [...this.rows.values()][0])?.focus();
  }

  lock(locked) {
    for (const row of this.rows.values()) row.lock(locked);
    if (this.why) this.why.readOnly = locked;
  }

  draw() {
    for (const row of this.rows.values()) row.draw(this.store.now.fields[row.name], this.words);
    if (this.why && this.why.value !== this.store.now.why) this.why.value = this.store.now.why;
  }

  /** The field is right as it stands; goes on to the next doubtful one. */
  confirm(name) {
    const row = this.rows.get(name);
    this.store.pause();
    if (!(name in this.store.now.fields)) this.store.field(name, row.entry(row.was));
    return this.next(name);
  }

  /** Chooses the doubtful field after (or before) that one; null when there is none. */
  next(name, back = false) {
    const names = [...this.rows.keys()];
    const here = names.indexOf(name);
    const after = (row) => (names.indexOf(row.name) > here) !== back && row.name !== name;
    const left = back ? this.left.reverse() : this.left;
    const goal = left.find(after) ?? left.find((row) => row.name !== name) ?? null;
    goal?.focus();
    return goal;
  }

  /** Takes the number-th other reading into the field. */
  option(name, number) {
    const row = this.rows.get(name);
    const text = row?.options[number - 1]?.dataset.text;
    if (text === undefined) return false;
    this.put(name, row.entry(text));
    return true;
  }

  put(name, entry) {
    this.store.pause();
    this.store.field(name, entry);
    this.rows.get(name).focus();
  }

  /** A sentence beside a field the server did not understand. */
  wrong(name, sentence) {
    const row = this.rows.get(name);
    row?.wrong(sentence);
    row?.focus();
  }

  #listen(row) {
    row.input.addEventListener("input", () => this.store.field(row.name, row.typed(this.store.now.fields[row.name]), row.name));
    row.input.addEventListener("focus", () => {
      this.active = row.name;
      for (const other of this.rows.values()) other.row.classList.toggle("here", other === row);
      this.dispatchEvent(new CustomEvent("focus", { detail: row.name }));
    });
    row.input.addEventListener("blur", () => this.store.pause());
    row.button?.addEventListener("click", () => (row.name in this.store.now.fields && row.unchanged ? this.#again(row) : this.confirm(row.name)));
    row.options.forEach((option, n) => option.addEventListener("click", () => this.option(row.name, n + 1)));
  }

  /** A second click takes the confirmation back. */
  #again(row) {
    this.store.pause();
    this.store.field(row.name, null);
  }
}

class Row {
  constructor(row) {
    this.row = row;
    this.name = row.dataset.field;
    this.label = row.dataset.name;
    this.input = row.querySelector(".fld-in [name^='f.']");
    this.was = row.querySelector("[name^='was.']")?.value ?? this.input.value;
    this.button = row.querySelector(".confirm");
    this.options = [...row.querySelectorAll(".opt")];
    this.note = row.querySelector(".unsaved");
    this.trouble = row.querySelector(".wrong");
    this.doubtful = ["check", "unread"].includes(row.dataset.band);
  }

  get unchanged() { return this.input.value === this.was; }

  /** Whether the input holds something else than the page came with. */
  get early() {
    const { input } = this;
    if (input.tagName === "SELECT") return !([...input.options].find((option) => option.defaultSelected) ?? input.options[0]).selected;
    return bare(input.value) !== bare(input.defaultValue);
  }

  /** Where the value stands on the page: as taken in this draft, else as it was read. */
  place(entry) {
    if (entry?.box) return { page: entry.page, box: entry.box };
    const { page, box } = this.row.dataset;
    return page && box ? { page: Number(page), box: box.split(" ").map(Number) } : null;
  }

  entry(text) { return { text, raw: null, page: null, box: null }; }

  /** What is typed now; a place that was taken in this draft stays with it. */
  typed(before) { return { ...(before ?? this.entry("")), text: this.input.value }; }

  draw(entry, words) {
    const text = entry ? entry.text : this.was;
    if (this.input.value !== text) this.input.value = text;
    this.row.classList.toggle("done", Boolean(entry));
    this.row.classList.toggle("changed", Boolean(entry) && entry.text !== this.was);
    this.button?.setAttribute("aria-pressed", String(Boolean(entry)));
    this.note.hidden = !entry;
    this.note.textContent = entry ? words(entry.text === this.was ? "band.confirmed" : "band.unsaved") : "";
    if (!entry) this.wrong("");
  }

  wrong(sentence) {
    this.trouble.textContent = sentence;
    this.trouble.hidden = !sentence;
    if (sentence) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  lock(locked) {
    if (this.input.tagName === "SELECT") this.input.disabled = locked;
    else this.input.readOnly = locked;
    for (const one of [this.button, ...this.options]) if (one) one.disabled = locked;
  }

  focus() {
    this.row.closest("details")?.setAttribute("open", "");
    this.input.focus({ preventScroll: true });
    this.input.select?.();
    this.row.scrollIntoView({ block: "nearest" });
  }
}

/** Without line ends, which an input of one line drops by itself. */
const bare = (text) => text.replace(/[\r\n]/g, "");
