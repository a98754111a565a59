// Saving the change, keeping the draft, and what the server says about other people at work on the same record.

import { Holder, Keeper, ask } from "./talk.js";

const of = (id) => document.getElementById(id);

export class Saver {
  constructor({ desk, store, fields, state, say, aloud }) {
    Object.assign(this, { desk, store, fields, state, say, aloud, locked: false, busy: false });
  }

  /** Opens the draft, takes the record onto the desk, and from then on keeps both. */
  async begin() {
    const { draft } = this.state;
    this.keeper = new Keeper(this.desk, this.store);
    this.keeper.addEventListener("state", ({ detail }) => this.#tell(detail));
    this.store.addEventListener("change", () => this.#buttons());
    if (draft && draft.base !== this.desk.base) this.#old(draft);
    else if (draft) this.#again(draft);
    this.holder = new Holder(this.desk);
    this.holder.addEventListener("held", ({ detail }) => this.#held(detail));
    await this.holder.take();
    this.#buttons();
  }

  async save(confirm) {
    if (this.busy || this.locked || !this.desk.edit) return;
    if (!confirm && !this.store.dirty) {
      this.aloud(this.say("rec.nothing"));
      return;
    }
    if (confirm && this.#blank()) return;
    this.#work(true);
    try {
      await this.keeper.stop();
      const { status, told } = await ask(this.desk, "POST", "/change.json", { base: this.desk.base, typed: this.store.now, confirm });
      if (status === 200) this.#gone(told, confirm);
      else this.#failed(told);
    } catch {
      this.#failed({ sentence: this.say("rec.not_saved") });
    }
  }

  /** Before all is called right, once: a field that should have a value, has none, and nobody has looked at. */
  #blank() {
    const blank = this.fields.left.find((row) => row.row.dataset.band === "unread");
    if (!blank || this.asked) return false;
    this.asked = true;
    blank.focus();
    this.aloud(this.say("rec.blanks", { name: blank.label }));
    return true;
  }

  /** The version is made: nothing of it is a draft any more. */
  #gone(told, confirm) {
    location.assign(told.outcome === "moved-on" || confirm ? told.go : this.desk.home);
  }

  #failed({ sentence, field }) {
    this.#work(false);
    this.keeper.go();
    this.#trouble(sentence ?? this.say("rec.not_saved"));
    this.holder.take(); // it may be on another desk now
    if (field) this.fields.wrong(field, sentence);
  }

  #work(busy) {
    this.busy = busy;
    document.getElementById("record").classList.toggle("busy", busy);
    this.fields.lock(busy || this.locked); // what is typed while the change is on its way would be lost
    if (busy) {
      this.#trouble("");
      of("saved").textContent = this.say("rec.saving");
    }
    this.#buttons();
  }

  #trouble(sentence) {
    of("trouble").textContent = sentence;
    of("trouble").hidden = !sentence;
  }

  #tell(how) {
    if (this.busy) return;
    const time = new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date());
    of("saved").textContent = this.say(`rec.draft_${how}`) + (how === "saved" ? ` ${time}` : "");
    of("saved").dataset.state = how;
    if (how === "saved") of("saved").dataset.steps = String(Object.keys(this.store.now.fields).length + this.store.now.words.length);
  }

  #buttons() {
    const quiet = this.busy || this.locked;
    of("undo").disabled = quiet || !this.store.undoable;
    of("redo").disabled = quiet || !this.store.redoable;
    of("save").disabled = quiet || !this.store.dirty;
    of("save-next").disabled = quiet;
  }

  #again(draft) {
    this.store.begin(draft.typed);
    this.keeper.begun();
    of("saved").textContent = this.say("rec.draft_back");
    of("saved").dataset.state = "back";
  }

  /** A draft upon an older version waits to be merged; nothing new is typed over it. */
  #old(draft) {
    this.keeper.stop();
    this.#lock(this.say("rec.draft_old", { base: draft.base, n: this.desk.base }));
    const link = Object.assign(document.createElement("a"), { href: `${this.desk.home}/merge`, textContent: this.say("rec.draft_merge") });
    of("held").append(" ", link);
    this.waits = true;
  }

  #held({ ours, name, newest }) {
    if (this.waits) return;
    of("take-over").hidden = ours;
    if (!ours) this.#lock(this.say("rec.busy", { name }));
    else if (newest !== this.desk.base) this.#notice(this.say(this.locked ? "rec.free" : "rec.newer", { n: newest }));
    else if (this.locked) this.#unlock();
  }

  #lock(sentence) {
    this.locked = true;
    this.fields.lock(true);
    this.#notice(sentence);
    this.#buttons();
  }

  #unlock() {
    this.locked = false;
    this.fields.lock(false);
    this.#notice("");
    this.#buttons();
  }

  #notice(sentence) {
    of("held").textContent = sentence;
    of("held").hidden = !sentence;
  }
}
