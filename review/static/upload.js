// Sending by drag and drop: files are gathered in a list, then sent with a bar each. Without this script the form does.

import { say } from "./app.js";

const form = document.getElementById("upload");
const zone = document.getElementById("drop");
const list = document.getElementById("sending");
const button = document.getElementById("send");
const words = form.dataset;
const AT_ONCE = 2;
let gathered = []; // { file, item, bar, state }, not sent yet
let running = 0;
let sent = 0;

zone.classList.add("ready");
zone.querySelector(".drop-say").hidden = false;
form.files.classList.add("hide");
form.files.required = false;

/** Rows that must arrive in one request: all of them, or a scan and the sidecar of its name. */
function groups(rows, together) {
  if (together) return [rows];
  const byStem = new Map();
  for (const row of rows) {
    const stem = row.file.name.replace(/\.[^.]*$/, "").normalize("NFC").toLowerCase();
    byStem.set(stem, [...(byStem.get(stem) ?? []), row]);
  }
  return [...byStem.values()].flatMap((same) =>
    same.some((row) => /\.(json|ya?ml)$/i.test(row.file.name)) ? [same] : same.map((row) => [row]));
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function gather(files) {
  for (const file of files) {
    const row = { file, item: element("li", ""), bar: element("progress", ""), state: element("span", "small soft", words.waits) };
    const name = element("span", "any", file.name);
    const off = element("button", "quiet tight", "×");
    off.type = "button";
    off.title = words.remove;
    off.setAttribute("aria-label", `${words.remove}: ${file.name}`);
    off.addEventListener("click", () => { gathered = gathered.filter((other) => other !== row); row.item.remove(); tell(); });
    row.bar.max = 1;
    row.bar.value = 0;
    row.bar.setAttribute("aria-label", file.name);
    row.item.append(name, row.bar, row.state, off);
    row.off = off;
    list.append(row.item);
    if (file.size > Number(words.limit)) fail([row], words.tooLarge);
    else gathered.push(row);
  }
  tell();
}

function tell() {
  list.hidden = !list.children.length;
  button.textContent = gathered.length ? words.sendCount.replace("{count}", gathered.length) : words.send;
}

function sendAll() {
  const fields = new FormData(form);
  const together = form.together.value.trim();
  const waiting = groups(gathered, together);
  gathered = [];
  const next = () => {
    while (running < AT_ONCE && waiting.length) send(waiting.shift(), fields, next);
    if (!running && !waiting.length && sent) say(words.allSent.replace("{count}", sent));
  };
  next();
  form.together.value = "";
  tell();
}

function send(rows, fields, next) {
  const body = new FormData();
  for (const [name, value] of fields) if (name !== "files") body.append(name, value); // csrf stays the first
  for (const row of rows) {
    body.append("files", row.file, row.file.name);
    row.off.remove();
    row.item.dataset.state = "sending";
  }
  const call = new XMLHttpRequest();
  running += 1;
  call.upload.addEventListener("progress", (event) => {
    const share = event.total ? event.loaded / event.total : 0;
    for (const row of rows) {
      row.bar.value = share;
      row.state.textContent = words.sending.replace("{percent}", `${Math.floor(share * 100)} %`);
    }
  });
  call.addEventListener("loadend", () => {
    running -= 1;
    if (call.status === 200) succeed(rows);
    else if (call.status === 401) location.reload();
    else fail(rows, sentence(call) || words.lost);
    next();
  });
  call.open("POST", form.action);
  call.setRequestHeader("Accept", "application/json");
  call.setRequestHeader("X-CSRF-Token", fields.get("csrf"));
  call.send(body);
}

function sentence(call) {
  const said = call.status ? call.getResponseHeader("X-Kho-Sentence") : null;
  return said ? decodeURIComponent(said) : "";
}

function succeed(rows) {
  sent += rows.length;
  for (const { item, bar, state } of rows) {
    bar.value = 1;
    item.dataset.state = "sent";
    state.textContent = words.sent;
    state.className = "chip good";
  }
}

function fail(rows, why) {
  for (const { item, bar, state } of rows) {
    bar.hidden = true;
    item.dataset.state = "failed";
    state.textContent = words.failed.replace("{why}", why);
    state.className = "wrong small";
  }
}

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); zone.classList.remove("over"); });
}
document.addEventListener("drop", (event) => gather(event.dataTransfer.files));
form.files.addEventListener("change", () => { gather(form.files.files); form.files.value = ""; });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (gathered.length) sendAll();
  else say(words.nothing);
});
