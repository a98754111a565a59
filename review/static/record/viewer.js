// The page image: pan, wheel and keyboard zoom, fit, pages. Knows pixels of the page and of the screen, nothing of words.
// A small picture is there at once; a sharp one follows for what is looked at, a sharper one when zoomed in.

const SHARP = [1400, 2600];
const MOST = 6;
const STEP = 1.25;

/** Fires "page" (another page is shown), "view" (moved or zoomed), "tap", "lasso" (detail: box in page pixels). */
export class Viewer extends EventTarget {
  #scale = 1;
  #left = 0;
  #top = 0;
  #fit = "width";
  #fingers = new Map();
  #drag = null;

  /** `pages`: [{width, height}]; `address`: (page, width) → URL. */
  constructor(stage, sheet, pages, address) {
    super();
    Object.assign(this, { stage, sheet, pages, address, page: 1, drawing: false, marksAt: () => false });
    this.low = sheet.querySelector("img");
    this.sharp = sheet.appendChild(Object.assign(document.createElement("img"), { className: "sharp", alt: "" }));
    this.sharp.hidden = true;
    this.sharp.addEventListener("load", () => { this.sharp.hidden = false; });
    this.lasso = stage.appendChild(Object.assign(document.createElement("div"), { className: "lasso", hidden: true }));
    this.#listen();
    new ResizeObserver(() => this.#fitted()).observe(stage);
    this.show(1, { force: true });
  }

  get size() { return this.pages[this.page - 1]; }

  get scale() { return this.#scale; }

  /** Shows a page; `fit` as it was unless said otherwise. */
  show(page, { force = false } = {}) {
    if (!this.pages[page - 1] || (page === this.page && !force)) return;
    this.page = page;
    const { width, height } = this.size;
    this.sheet.style.width = `${width}px`;
    this.sheet.style.height = `${height}px`;
    this.sharp.hidden = true;
    this.#width = 0;
    const address = this.address(page, 480);
    if (!this.low.src.endsWith(address)) this.low.src = address;
    this.#fitted();
    this.dispatchEvent(new Event("page"));
    this.#ahead(page + 1);
  }

  fit(how) {
    this.#fit = how;
    this.#fitted();
  }

  zoom(factor, at = null) {
    const { clientWidth, clientHeight } = this.stage;
    const [x, y] = at ?? [clientWidth / 2, clientHeight / 2];
    const scale = Math.min(MOST, Math.max(this.#least(), this.#scale * factor));
    this.#left = x - (x - this.#left) * (scale / this.#scale);
    this.#top = y - (y - this.#top) * (scale / this.#scale);
    this.#scale = scale;
    this.#fit = null;
    this.#place();
  }

  in() { this.zoom(STEP); }

  out() { this.zoom(1 / STEP); }

  pan(x, y) {
    this.#left += x;
    this.#top += y;
    this.#place();
  }

  /** Brings a box of a page into the middle, large enough to be read, and no larger than it need be. */
  look(page, box) {
    this.show(page);
    const { clientWidth, clientHeight } = this.stage;
    const width = Math.max(1, box[2] - box[0]);
    const height = Math.max(1, box[3] - box[1]);
    const wanted = Math.min((clientWidth * 0.8) / width, (clientHeight * 0.5) / height, (clientWidth / this.size.width) * 1.8);
    this.#scale = Math.min(MOST, Math.max(wanted, Math.min(clientWidth / this.size.width, clientHeight / this.size.height)));
    this.#left = clientWidth / 2 - ((box[0] + box[2]) / 2) * this.#scale;
    this.#top = clientHeight / 2 - ((box[1] + box[3]) / 2) * this.#scale;
    this.#fit = null;
    this.#place();
  }

  /** A point or box of the page in pixels of the stage. */
  onStage(box) {
    return [box[0] * this.#scale + this.#left, box[1] * this.#scale + this.#top, box[2] * this.#scale + this.#left, box[3] * this.#scale + this.#top];
  }

  // ------------------------------------------------------------------------------------------------------------------

  #width = 0;

  #least() {
    return Math.min(this.stage.clientWidth / this.size.width, this.stage.clientHeight / this.size.height) * 0.6;
  }

  #fitted() {
    if (!this.#fit) {
      this.#place();
      return;
    }
    const { clientWidth, clientHeight } = this.stage;
    const across = clientWidth / this.size.width;
    this.#scale = this.#fit === "width" ? across : Math.min(across, clientHeight / this.size.height);
    this.#left = (clientWidth - this.size.width * this.#scale) / 2;
    this.#top = this.#fit === "width" ? 0 : (clientHeight - this.size.height * this.#scale) / 2;
    this.#place();
  }

  /** Keeps the page on the stage and shows it there. */
  #place() {
    const { clientWidth, clientHeight } = this.stage;
    const width = this.size.width * this.#scale;
    const height = this.size.height * this.#scale;
    this.#left = kept(this.#left, width, clientWidth);
    this.#top = kept(this.#top, height, clientHeight);
    this.sheet.style.transform = `translate(${this.#left}px, ${this.#top}px) scale(${this.#scale})`;
    this.#sharpen();
    this.dispatchEvent(new Event("view"));
  }

  /** The least picture that is sharp enough for what is seen. */
  #sharpen() {
    const needed = this.size.width * this.#scale * Math.min(window.devicePixelRatio, 2);
    const width = SHARP.find((one) => one >= needed * 0.9) ?? SHARP.at(-1);
    if (width <= this.#width) return;
    this.#width = width;
    this.sharp.src = this.address(this.page, width);
  }

  #ahead(page) {
    if (!this.pages[page - 1]) return;
    const load = () => { new Image().src = this.address(page, 480); };
    setTimeout(load, 700);
  }

  #point(event) {
    const frame = this.stage.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  }

  #onPage([x, y]) { return [(x - this.#left) / this.#scale, (y - this.#top) / this.#scale]; }

  #listen() {
    const { stage } = this;
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      if (event.ctrlKey || !event.shiftKey) this.zoom(Math.exp(-event.deltaY * 0.0015), this.#point(event));
      else this.pan(-event.deltaY, 0);
    }, { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#moved(event));
    stage.addEventListener("pointerup", (event) => this.#up(event));
    stage.addEventListener("pointercancel", (event) => this.#cancel(event));
    stage.addEventListener("dragstart", (event) => event.preventDefault());
  }

  #down(event) {
    if (event.button > 0 || event.target.closest("input, button, .word-edit")) return;
    stageFocus(this.stage);
    this.stage.setPointerCapture(event.pointerId);
    const at = this.#point(event);
    this.#fingers.set(event.pointerId, at);
    const lasso = this.drawing || event.shiftKey || (event.pointerType === "mouse" && this.marksAt(this.#onPage(at)));
    this.#drag = this.#fingers.size > 1 ? { pinch: true } : { from: at, last: at, lasso, far: false, shift: event.shiftKey };
  }

  #moved(event) {
    if (!this.#fingers.has(event.pointerId) || !this.#drag) return;
    const at = this.#point(event);
    if (this.#fingers.size > 1) this.#pinch(event.pointerId, at);
    this.#fingers.set(event.pointerId, at);
    const drag = this.#drag;
    if (drag.pinch) return;
    drag.far ||= Math.hypot(at[0] - drag.from[0], at[1] - drag.from[1]) > 5;
    if (!drag.far) return;
    if (drag.lasso) this.#stretch(drag.from, at);
    else this.pan(at[0] - drag.last[0], at[1] - drag.last[1]);
    drag.last = at;
  }

  #pinch(moving, at) {
    const [other] = [...this.#fingers].filter(([id]) => id !== moving).map(([, point]) => point);
    const before = this.#fingers.get(moving);
    const spread = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
    this.zoom(spread(at) / spread(before), [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2]);
  }

  #stretch(from, at) {
    const box = [Math.min(from[0], at[0]), Math.min(from[1], at[1]), Math.max(from[0], at[0]), Math.max(from[1], at[1])];
    Object.assign(this.lasso.style, { left: `${box[0]}px`, top: `${box[1]}px`, width: `${box[2] - box[0]}px`, height: `${box[3] - box[1]}px` });
    this.lasso.hidden = false;
  }

  #up(event) {
    const drag = this.#drag;
    this.#fingers.delete(event.pointerId);
    if (this.#fingers.size || !drag) return;
    this.#drag = null;
    this.lasso.hidden = true;
    if (drag.pinch) return;
    const at = this.#point(event);
    if (!drag.far) this.#tell("tap", [...this.#onPage(at), ...this.#onPage(at)], event);
    else if (drag.lasso) this.#tell("lasso", this.#within(drag.from, at), event);
  }

  #cancel(event) {
    this.#fingers.delete(event.pointerId);
    this.#drag = null;
    this.lasso.hidden = true;
  }

  /** The box between two points of the stage, in whole pixels of the page, kept on it. */
  #within(one, other) {
    const [a, b] = [this.#onPage(one), this.#onPage(other)];
    const { width, height } = this.size;
    const clip = (n, most) => Math.round(Math.min(Math.max(n, 0), most));
    return [clip(Math.min(a[0], b[0]), width), clip(Math.min(a[1], b[1]), height), clip(Math.max(a[0], b[0]), width), clip(Math.max(a[1], b[1]), height)];
  }

  #tell(name, box, event) {
    this.dispatchEvent(new CustomEvent(name, { detail: { box, more: event.ctrlKey || event.metaKey, shift: event.shiftKey } }));
  }
}

function stageFocus(stage) {
  if (document.activeElement !== stage) stage.focus({ preventScroll: true });
}

/** An edge kept so that the page covers the stage, or lies within it. */
function kept(edge, length, room) {
  const slack = Math.min(36, room * 0.1);
  if (length <= room) return Math.min(Math.max(edge, -slack), room - length + slack);
  return Math.min(slack, Math.max(edge, room - length - slack));
}
