// What every page shares: the live region, and keys that only act outside of typing.
"use strict";

/** Say something to screen readers, politely, without moving anything. */
function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

/** True while an input method composes a syllable: its keys are not ours. */
function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** True where letters are typed, so that letter keys must not act. */
function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) return;
  if (event.code === "Slash" && !event.shiftKey) {
    const box = document.querySelector("[data-main-box]");
    if (box) {
      event.preventDefault();
      box.focus();
    }
  } else if (event.key === "?") {
    window.location.assign("/help");
  }
});

// In a narrow window the pages' names are scrolled sideways; the current one is brought into view.
document.querySelector(".bar [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

window.tm = { announce, composing, typing };
