// The queue by keyboard: j and k walk the rows (the row's link has the focus, so Enter opens it), n takes the next one.

import { keys } from "./keys.js";

const links = [...document.querySelectorAll("#queue a.open")];

/** The first picture of a record, before it is opened: as soon as somebody points at its row or walks to it. */
function look(event) {
  const row = event.target.closest("tr[data-look]");
  if (!row || row.dataset.looked) return;
  row.dataset.looked = "yes";
  new Image().src = row.dataset.look;
}

for (const how of ["pointerover", "focusin"]) document.getElementById("queue")?.addEventListener(how, look);

function walk(steps) {
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const goal = links[here < 0 ? (steps > 0 ? 0 : links.length - 1) : here + steps];
  goal?.focus();
  goal?.closest("tr").scrollIntoView({ block: "nearest" });
}

keys({
  j: () => walk(1),
  k: () => walk(-1),
  n: () => document.getElementById("take-next").click(),
  "/": () => document.getElementById("f-text").focus(),
  "]": () => document.getElementById("next-page")?.click(),
});
