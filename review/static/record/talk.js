// Speaking with the server: the token against forgery, sentences for people, drafts kept, the record held on the desk.

/** A request to a path below the record's own. Gives {status, told}: the JSON of the answer, or {} if it has none. */
export async function ask(desk, method, path, body = undefined, more = {}) {
  const headers = { "X-CSRF-Token": desk.csrf, Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(desk.home + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), ...more });
  if (answer.status === 401) {
    location.reload();
    return { status: 401, told: {} };
  }
  const json = answer.status !== 204 && answer.headers.get("Content-Type")?.startsWith("application/json");
  return { status: answer.status, told: json ? await answer.json() : {} };
}

const QUIET = 700;
const AGAIN = 4000;

/** Keeps the store's state on the server soon after it changes; tells how it stands: "saving", "saved", "failed". */
export class Keeper extends EventTarget {
  #timer = 0;
  #busy = false;
  #kept = null;
  #way = Promise.resolve();

  constructor(desk, store) {
    super();
    this.desk = desk;
    this.store = store;
    this.stopped = false;
    this.#kept = store.now;
    store.addEventListener("change", () => this.#later(QUIET));
    addEventListener("pagehide", () => this.now(true));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.now(true); });
  }

  /** Nothing more is kept; done once what is on its way has arrived: a draft must not come after the saved change. */
  async stop() {
    this.stopped = true;
    clearTimeout(this.#timer);
    await this.#way;
  }

  /** Keeps on keeping, after a change that was not saved. */
  go() {
    this.stopped = false;
    this.#later(QUIET);
  }

  /** What the store holds is on the server already. */
  begun() {
    this.#kept = this.store.now;
    clearTimeout(this.#timer);
  }

  now(leaving = false) {
    clearTimeout(this.#timer);
    if (this.stopped || this.#busy || this.store.now === this.#kept) return;
    this.#busy = true;
    this.#say("saving");
    this.#way = this.#keep(this.store.now, leaving);
  }

  async #keep(state, leaving) {
    try {
      const body = { base: this.desk.base, typed: state };
      const { status } = await ask(this.desk, "PUT", "/draft", body, leaving ? { keepalive: true } : {});
      if (status >= 400) throw new Error(String(status));
      this.#kept = state;
      this.#say("saved");
    } catch {
      this.#say("failed");
    }
    this.#busy = false;
    if (!this.stopped && this.store.now !== this.#kept) this.#later(this.#kept === state ? QUIET : AGAIN);
  }

  #later(pause) {
    if (this.stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), pause);
  }

  #say(state) { this.dispatchEvent(new CustomEvent("state", { detail: state })); }
}

const RENEW = 30_000;

/** Holds the record on this person's desk while the page is open; fires "held" with {ours, name, newest}. */
export class Holder extends EventTarget {
  constructor(desk) {
    super();
    this.desk = desk;
    this.timer = setInterval(() => this.take(), RENEW);
    addEventListener("pagehide", () => this.release());
  }

  async take() {
    try {
      const { status, told } = await ask(this.desk, "POST", "/claim");
      if (status === 200) this.ours = told.ours;
      if (status === 200) this.dispatchEvent(new CustomEvent("held", { detail: told }));
    } catch { /* no answer: asked again soon; the record stays on the desk for minutes */ }
  }

  release() {
    clearInterval(this.timer);
    if (this.ours === false) return; // whoever takes it over by leaving this page must not give it back by that
    ask(this.desk, "POST", "/release", undefined, { keepalive: true }).catch(() => undefined);
  }
}
