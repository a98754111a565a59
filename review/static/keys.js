// Shortcuts of one key: never while somebody is typing, never with Ctrl, Alt or Meta, never inside an open dialog.

const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=submit]):not([type=button]), textarea, select, [contenteditable]";

/** Binds keys (as `KeyboardEvent.key` says them) to functions; a function that gives `false` has not used the key. */
export function keys(table, { while_typing: whileTyping = false } = {}) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (!whileTyping && event.target.closest?.(TYPING)) return;
    if (document.querySelector("dialog[open]")) return;
    const act = table[event.key];
    if (act && act(event) !== false) event.preventDefault();
  });
}
