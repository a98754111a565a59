// The queue by keyboard: j and k walk the rows (the row's link has the focus, so Enter opens it), n takes the next one.

import { keys } from "./keys.js";

const links = [...document.querySelectorAll("#queue a.open")];

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
