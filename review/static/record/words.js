// A page's words with a draft's changes applied, and the changes that mend, split, join, remove, confirm or add words.
// Functions only; a change names its words by their box and text, exactly as they were read.

/** From this confidence on a word is not one to look at. */
export const SURE = 0.9;

export const same = (one, other) => one.length === 4 && one.every((n, at) => n === other[at]);

/** The smallest box around all of them; boxes are [x0, y0, x1, y1]. */
export function around(boxes) {
  return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

/** The words as they stand now, in reading order: each with its place among the read ones and its change, if any. */
export function current(page, changes) {
  const own = changes.filter((change) => change.page === page.page);
  const words = [];
  page.lines.forEach((line, row) => {
    for (let at = 0; at < line.words.length;) {
      const change = own.find((one) => one.old !== null && runAt(line.words, at, one));
      const count = change ? change.old.split(" ").length : 1;
      words.push(change ? changed(line.words.slice(at, at + count), change, row, at) : asRead(line.words[at], row, at));
      at += count;
    }
  });
  for (const change of own.filter((one) => one.old === null)) words.push(added(change));
  return words;
}

/** Whether a person should look at the word. */
export const doubtful = (word) => !word.change && word.sure < SURE;

/** The changes with `text` in place of the word (null: nothing). Its own text confirms it. */
export function mended(changes, page, word, text) {
  const rest = changes.filter((change) => change !== word.change);
  const old = word.change ? word.change.old : word.text;
  if (text === null && old === null) return rest;
  return [...rest, { page, box: word.change ? word.change.box : word.box, old, new: text }];
}

/** The word as it was read: its change taken back. */
export const asBefore = (changes, word) => changes.filter((change) => change !== word.change);

/** The changes with these words made one; null unless they stand side by side in one line. */
export function joined(changes, page, words) {
  const parts = words.flatMap((word) => word.parts).sort((a, b) => a.at - b.at);
  const row = parts[0]?.row;
  if (parts.length < 2 || parts.some((part, n) => part.row !== row || part.at !== parts[0].at + n)) return null;
  const own = new Set(words.map((word) => word.change).filter(Boolean));
  const texts = [...words].sort((a, b) => a.parts[0].at - b.parts[0].at).map((word) => word.text);
  const change = { page, box: around(parts.map((part) => part.box)), old: parts.map((part) => part.text).join(" "), new: texts.join("") };
  return [...changes.filter((one) => !own.has(one)), change];
}

/** The changes with a new word in a box that was drawn. */
export const withNew = (changes, page, box, text) => [...changes, { page, box, old: null, new: text }];

/** The words a box touches with their middle, in reading order. */
export function inside(words, box) {
  return words.filter((word) => {
    const x = (word.box[0] + word.box[2]) / 2;
    const y = (word.box[1] + word.box[3]) / 2;
    return !word.gone && x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
  });
}

/** The words' texts, a line end where the line changes. */
export function textOf(words) {
  return words.map((word, n) => (n && word.row !== words[n - 1].row ? "\n" : n ? " " : "") + word.text).join("");
}

// --------------------------------------------------------------------------------------------------------------------

function runAt(words, at, change) {
  const count = change.old.split(" ").length;
  const run = words.slice(at, at + count);
  return run.length === count && run.map((word) => word.text).join(" ") === change.old && same(around(run.map((word) => word.box)), change.box);
}

function asRead(word, row, at) {
  return { ...word, row, change: null, gone: false, parts: [{ row, at, box: word.box, text: word.text }] };
}

function changed(run, change, row, at) {
  const parts = run.map((word, n) => ({ row, at: at + n, box: word.box, text: word.text }));
  const raw = run.map((word) => word.raw ?? word.text).join(" ");
  const others = run.length === 1 ? run[0].others : undefined;
  return { text: change.new ?? change.old, box: change.box, sure: 1, raw, others, hand: run[0].hand, row, change, gone: change.new === null, parts };
}

function added(change) {
  return { text: change.new, box: change.box, sure: 1, row: Infinity, change, gone: false, parts: [] };
}
