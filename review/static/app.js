// What every page does: shortcuts, sentences said aloud by the screen reader, an answer for a session that has ended.

import { keys } from "./keys.js";

/** Says a sentence at the corner of the screen, and to a screen reader; it goes after a while. */
export function say(text) {
  const place = document.getElementById("said");
  place.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.textContent = ""; }, 8000);
}

keys({
  "?": () => {
    const page = document.querySelector(".help-link");
    if (!page || document.getElementById("keys")) return false; // nobody is signed in; the page has its own list
    location.href = page.href;
    return true;
  },
});

// A form whose answer takes a while says so in its button, and is not sent twice.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.dataset.busy) return;
  if (form.ariaBusy === "true") event.preventDefault();
  form.ariaBusy = "true";
  submitter?.replaceChildren(form.dataset.busy);
});

// An answer that is no success: the page's own words, or the way to sign in again.
document.body.addEventListener("htmx:responseError", (event) => {
  const answer = event.detail.xhr;
  if (answer.status === 401) {
    location.reload();
    return;
  }
  say(answer.getResponseHeader("X-Kho-Sentence") ? decodeURIComponent(answer.getResponseHeader("X-Kho-Sentence")) : answer.statusText);
});
