// The record screen: puts image, fields, words, keyboard, drafts and saving together.

import { say as aloud } from "../app.js";
import { Bar, Choice } from "./choosing.js";
import { Editor } from "./editing.js";
import { Fields } from "./fields.js";
import { listen } from "./keyboard.js";
import { Overlay } from "./overlay.js";
import { Pages } from "./pages.js";
import { Lists, tabs } from "./panes.js";
import { Saver } from "./saving.js";
import { Store } from "./store.js";
import { ask } from "./talk.js";
import { Viewer } from "./viewer.js";
import { doubtful, inside, joined, mended, textOf } from "./words.js";

const of = (id) => document.getElementById(id);
const root = of("record");
const desk = { home: root.dataset.home, next: root.dataset.next, csrf: root.dataset.csrf, base: Number(root.dataset.base), edit: "edit" in root.dataset };
const sentences = new Map([...document.querySelectorAll("#sentences li")].map((one) => [one.dataset.key, one.textContent]));

/** A sentence of the page's language with its places filled in. */
const say = (key, facts = {}) => (sentences.get(key) ?? key).replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);

const { told: state } = await ask(desk, "GET", "/state.json");
for (const part of document.querySelectorAll(".js")) part.hidden = false;
root.classList.add("lively");
const store = new Store();
const viewer = new Viewer(of("stage"), of("sheet"), state.pages, (page, width) => `${desk.home}/page/${page}.webp?w=${width}`);
const overlay = new Overlay(of("sheet"));
const pages = new Pages(store, viewer, state.pages.map((page) => page.doubtful), async (page) => {
  const { status, told } = await ask(desk, "GET", `/words/${page}.json?v=${desk.base}`);
  if (status !== 200) throw new Error(String(status));
  return told;
});
const choice = new Choice(viewer, pages);
const editor = new Editor(of("stage"), viewer, store, say);
const fields = new Fields(of("fields"), store, say);
tabs(document.querySelector(".tabs"));
const lists = new Lists(pages, store, say, (page, word) => showWord({ page, word }, false));
let word = null; // the word looked at last: {page, word}
let marks = true;

// --------------------------------------------------------------------------------------------- what is drawn and read

function places() {
  const own = [...fields.rows.values()].map((row) => ({ ...row.place(store.now.fields[row.name]), kind: row.name === fields.active ? "own" : "field" }));
  return own.filter((place) => place.page === viewer.page && place.box);
}

function draw() {
  overlay.size(viewer.size);
  overlay.drawWords(pages.words, doubtful);
  overlay.drawPlaces(places());
  overlay.drawChosen(choice.words, choice.words.length ? null : choice.box);
  of("page-back").disabled = viewer.page === 1;
  of("page-on").disabled = viewer.page === state.pages.length;
  for (const one of document.querySelectorAll("#strip button")) {
    if (Number(one.dataset.go) === viewer.page) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  read();
}

/** A word as it was read first; where a model or a vocabulary changed it, both. */
function asRead({ change, raw, text }) {
  if (change) return raw ?? text;
  return raw && raw !== text ? `${raw} (→ ${text})` : text;
}

/** What was read at the place that is looked at, word for word. */
function read() {
  const row = fields.rows.get(fields.active);
  const place = choice.place ?? (row?.place(store.now.fields[row.name])?.page === viewer.page ? row.place(store.now.fields[row.name]).box : null);
  const here = choice.words.length ? choice.words : place ? inside(pages.words, place) : [];
  of("reading-text").textContent = here.length ? textOf(here.map((one) => ({ ...one, text: asRead(one) }))).replaceAll("\n", " ⏎ ") : say("rec.raw_hint");
  of("reading-text").classList.toggle("soft", !here.length);
}

async function counts() {
  const left = fields.left.length;
  document.querySelector("[data-count=fields]").textContent = left || "";
  of("left").textContent = left ? say("rec.left", { n: left }) : say("rec.left_none");
  const words = await Promise.all(state.pages.map((_, n) => pages.left(n + 1)));
  document.querySelector("[data-count=words]").textContent = words.reduce((a, b) => a + b, 0) || "";
}

function look(page, box, kind) {
  viewer.look(page, box);
  overlay.drawActive(viewer.page === page ? box : null, kind);
}

// ------------------------------------------------------------------------------------------------------- words mended

function showWord(found, edit) {
  word = found;
  look(found.page, found.word.box, "word");
  const here = pages.words.find((one) => one.box.join() === found.word.box.join());
  if (here) choice.take([here]);
  if (edit && here && editable()) editor.on(here);
  if (!here && pages.page?.page !== found.page) pages.addEventListener("words", () => { if (pages.page) showWord(found, edit); }, { once: true });
}

async function seek(back) {
  editor.close();
  const from = word ?? { page: viewer.page, word: null };
  const found = await pages.seek(from, back);
  if (found) showWord(found, true);
  else aloud(say("rec.last_word"));
}

/** A field that was read from this very word is mended with it; seen at once, undone at once. */
function alike({ word: before, text }) {
  if (!before || before.change || before.text === text) return;
  const x = (before.box[0] + before.box[2]) / 2;
  const y = (before.box[1] + before.box[3]) / 2;
  for (const row of fields.rows.values()) {
    const place = row.place(store.now.fields[row.name]);
    const within = place?.page === viewer.page && x > place.box[0] && x < place.box[2] && y > place.box[1] && y < place.box[3];
    const parts = row.input.value.split(/(\s+)/);
    if (!within || row.name in store.now.fields || parts.filter((part) => part === before.text).length !== 1) continue;
    const mendedText = parts.map((part) => (part === before.text ? text : part)).join("");
    store.step({ fields: { ...store.now.fields, [row.name]: { ...row.entry(mendedText), page: place.page, box: place.box } } }, "words");
    aloud(say("rec.also_done", { name: row.label }));
  }
}

const editable = () => desk.edit && !saver.locked && !saver.busy;

const acts = {
  confirm: (name) => { if (editable() && !fields.confirm(name)) aloud(say("rec.last_field")); },
  back: (name) => { fields.next(name, true); },
  option: (number) => editable() && fields.option(fields.active, number),
  take: () => editable() && take(),
  save: () => { editor.finish(); saver.save(false); },
  saveAll: () => { editor.finish(); saver.save(true); },
  undo: () => { if (editable()) store.undo(); },
  redo: () => { if (editable()) store.redo(); },
  toImage: () => { viewer.stage.focus({ preventScroll: true }); },
  toField: () => { (fields.rows.get(fields.active) ?? fields.left[0] ?? [...fields.rows.values()][0]).focus(); },
  leave: () => { if (choice.empty) return false; choice.clear(); overlay.drawActive(null); return true; },
  nextWord: () => { seek(false); },
  lastWord: () => { seek(true); },
  edit: () => (choice.words.length === 1 && editable() ? editor.on(choice.words[0]) : false),
  editIn: (name) => editFirst(name),
  remove: () => {
    if (!choice.words.length || !editable()) return false;
    store.pause();
    store.step({ words: choice.words.reduce((changes, one) => mended(changes, viewer.page, one, null), store.now.words) });
    choice.clear();
    return true;
  },
  join: () => {
    const changes = editable() ? joined(store.now.words, viewer.page, choice.words) : null;
    if (!changes) return false;
    store.pause();
    store.step({ words: changes });
    return true;
  },
  draw: () => { viewer.drawing = !viewer.drawing; of("draw")?.setAttribute("aria-pressed", String(viewer.drawing)); viewer.stage.classList.toggle("drawing", viewer.drawing); },
  marks: () => { marks = !marks; overlay.show(marks); of("marks").setAttribute("aria-pressed", String(marks)); },
  goto: () => { of("page-no").focus(); of("page-no").select(); },
  width: () => viewer.fit("width"),
  whole: () => viewer.fit("page"),
  zoomIn: () => viewer.in(),
  zoomOut: () => viewer.out(),
  pageOn: () => { viewer.show(viewer.page + 1); },
  pageBack: () => { viewer.show(viewer.page - 1); },
  pan: (x, y) => viewer.pan(x, y),
  help: () => of("keys").showModal(),
};

async function take() {
  const row = fields.rows.get(fields.active);
  if (!row || !choice.words.length) return;
  const { text: raw, place: box } = choice;
  const { page } = viewer;
  const before = store.now.fields[row.name];
  const { status, told } = await ask(desk, "GET", `/taken.json?${new URLSearchParams({ field: row.name, text: raw })}`);
  if (status !== 200 || store.now.fields[row.name] !== before || fields.active !== row.name) return; // typed on meanwhile
  choice.clear();
  fields.put(row.name, { text: told.text, raw: raw.replaceAll("\n", " "), page, box });
  row.wrong(told.problem ? say("rec.not_value", { text: raw }) : "");
}

async function editFirst(name) {
  const row = fields.rows.get(name);
  const place = row.place(store.now.fields[name]);
  if (!place || !editable()) return;
  viewer.look(place.page, place.box);
  await pages.read(place.page); // its words may still be on their way
  if (viewer.page !== place.page || fields.active !== name || !editable()) return;
  const here = inside(pages.words, place.box);
  const first = here.find(doubtful) ?? here[0];
  if (first) { choice.take([first]); editor.on(first); }
}

function offered() {
  if (!editable() || editor.open) return [];
  const row = fields.rows.get(fields.active);
  const some = choice.words.length;
  const found = [];
  if (some) found.push(row ? { label: say("rec.take_into", { name: row.label }), key: "t", act: acts.take, main: true } : { label: say("rec.take_none"), act: acts.toField });
  if (some === 1) found.push({ label: say("rec.edit_word"), key: "F2", act: acts.edit });
  if (some > 1 && joined(store.now.words, viewer.page, choice.words)) found.push({ label: say("rec.join_words"), key: "j", act: acts.join });
  if (some) found.push({ label: say("rec.remove_words"), key: "Del", act: acts.remove });
  if (!some && choice.box) found.push({ label: say("rec.add_word"), act: () => editor.on(null, choice.box), main: true });
  return found;
}

// -------------------------------------------------------------------------------------------------------------- wiring

const saver = new Saver({ desk, store, fields, state, say, aloud });
const bar = new Bar(of("pick"), viewer, choice, offered);
fields.addEventListener("focus", ({ detail }) => {
  const row = fields.rows.get(detail);
  const place = row.place(store.now.fields[detail]);
  if (place && !choice.words.length) look(place.page, place.box, row.row.dataset.band);
  else overlay.drawActive(null);
  draw();
  bar.draw();
});
viewer.addEventListener("page", () => { overlay.drawActive(null); of("page-no").value = viewer.page; draw(); });
pages.addEventListener("words", draw);
choice.addEventListener("choice", draw);
store.addEventListener("change", () => { draw(); counts(); });
editor.addEventListener("done", ({ detail }) => { alike(detail); word = { page: viewer.page, word: detail.word ?? { box: editor.box } }; if (detail.on && detail.word) seek(false); else acts.toImage(); });
editor.addEventListener("opened", () => bar.draw());
editor.addEventListener("left", () => { acts.toImage(); bar.draw(); });
root.addEventListener("click", (event) => {
  const where = event.target.closest(".where[data-page]");
  if (where) {
    const box = where.dataset.box?.split(" ").map(Number);
    if (box) look(Number(where.dataset.page), box, "place");
    else viewer.show(Number(where.dataset.page));
    if (matchMedia("(max-width: 900px)").matches) viewer.stage.scrollIntoView({ block: "nearest" });
  }
  const page = event.target.closest("[data-go]");
  if (page) viewer.show(Number(page.dataset.go));
});
const buttons = { "page-back": "pageBack", "page-on": "pageOn", "zoom-in": "zoomIn", "zoom-out": "zoomOut", "fit-width": "width", "fit-page": "whole", draw: "draw", marks: "marks", "word-back": "lastWord", "word-on": "nextWord", "words-start": "nextWord", undo: "undo", redo: "redo", save: "save", "save-next": "saveAll", help: "help" };
for (const [id, name] of Object.entries(buttons)) of(id)?.addEventListener("click", () => acts[name]());
of("page-no").addEventListener("change", (event) => { viewer.show(Number(event.target.value)); event.target.value = viewer.page; acts.toImage(); });
listen(acts, fields);
const { early } = fields;
fields.draw();
lists.draw();
counts();
const begun = desk.edit ? saver.begin() : null; // the draft is there at once; whether the record is ours is asked for
fields.keep(early);
await begun;
fields.welcome();
await pages.read(viewer.page);
root.dataset.ready = "yes";
