// The keyboard workflow. Letters act only where nobody is typing; with Ctrl or Alt they act everywhere.

const TYPING = "input:not([type=checkbox]):not([type=submit]), textarea, select";

/** `acts`: functions by name, see main.js; one that gives `false` has not used the key. */
export function listen(acts, fields) {
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.(".word-edit") && !(event.ctrlKey && ["Enter", "s"].includes(event.key))) return;
    const act = find(event, acts, fields);
    if (!act || act() === false) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
}

function find(event, acts, fields) {
  const { key } = event;
  if (event.ctrlKey || event.metaKey) return withControl(event, acts);
  const row = event.target.closest?.("[data-field]");
  if (event.altKey) return withAlt(event, acts, fields);
  if (row && event.target.matches(TYPING)) return inField(event, row.dataset.field, acts);
  if (event.target.closest?.(TYPING)) return null;
  if (key === "Enter" && event.target.closest?.("button, a, summary")) return null;
  if (key === "Escape") return acts.leave;
  return onImage(event, acts);
}

function withControl(event, acts) {
  if (event.altKey) return null;
  switch (event.key.toLowerCase()) {
    case "enter": return acts.saveAll;
    case "s": return acts.save;
    case "z": return event.shiftKey ? acts.redo : acts.undo;
    case "y": return acts.redo;
    default: return null;
  }
}

function withAlt(event, acts, fields) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && fields.active) return () => acts.option(Number(digit[1]));
  switch (event.code) {
    case "KeyT": return acts.take;
    case "KeyN": return acts.nextWord;
    case "KeyP": return acts.lastWord;
    default: return null;
  }
}

function inField(event, name, acts) {
  const lines = event.target.tagName === "TEXTAREA";
  switch (event.key) {
    case "Enter": return event.shiftKey ? (lines ? null : () => acts.back(name)) : () => acts.confirm(name);
    case "Escape": return acts.toImage;
    case "F2": return () => acts.editIn(name);
    case "PageDown": return acts.pageOn;
    case "PageUp": return acts.pageBack;
    default: return null;
  }
}

function onImage(event, acts) {
  const step = event.shiftKey ? 240 : 80;
  const plain = {
    n: acts.nextWord, p: acts.lastWord, F2: acts.edit, Delete: acts.remove, Backspace: acts.remove, t: acts.take, b: acts.draw,
    j: acts.join, e: acts.toField, m: acts.marks, g: acts.goto, w: acts.width, 0: acts.whole, "+": acts.zoomIn, "=": acts.zoomIn,
    "-": acts.zoomOut, _: acts.zoomOut, PageDown: acts.pageOn, PageUp: acts.pageBack, "?": acts.help,
  };
  const onStage = event.target.closest?.("#stage");
  if (onStage && event.key === "Enter") return acts.edit;
  const pan = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
  if (pan) return onStage ? () => acts.pan(...pan) : null;
  return plain[event.key] ?? null;
}
