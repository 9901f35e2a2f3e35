// Look up as one types: the form is sent when typing rests, never in the middle of a syllable.
"use strict";

(() => {
  const form = document.getElementById("lookup");
  const box = document.getElementById("text");
  let timer = 0;

  const search = () => {
    window.clearTimeout(timer);
    if (box.value.trim()) form.dispatchEvent(new CustomEvent("search", { bubbles: true }));
  };

  // A syllable may stay in composition while one reads: it is searched after a longer rest, but
  // not while it is a lone consonant or vowel.
  const loneJamo = /[ㄱ-ㆎᄀ-ᇿ]$/;
  box.addEventListener("input", (event) => {
    window.clearTimeout(timer);
    if (event.isComposing) {
      if (!loneJamo.test(box.value)) timer = window.setTimeout(search, 400);
    } else {
      timer = window.setTimeout(search, 350);
    }
  });
  box.addEventListener("compositionend", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(search, 200);
  });
  // A line break asked for by Enter is a search; Shift+Enter inserts one.  beforeinput also comes
  // right while a syllable is composed, where keydown would come too early.
  let shift = false;
  box.addEventListener("keydown", (event) => { shift = event.shiftKey; });
  box.addEventListener("beforeinput", (event) => {
    if (event.inputType === "insertLineBreak" && !shift) {
      event.preventDefault();
      search();
    }
  });

  // Enter in a filter is a change and then a submission: one search is enough.
  form.addEventListener("change", (event) => {
    if (event.target !== box) timer = window.setTimeout(search, 50);
  });
  form.addEventListener("submit", () => window.clearTimeout(timer));
  // The address says only what was asked for.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value && name !== "text") formData.delete(name);
  });
  document.getElementById("turn").addEventListener("click", () => {
    const { source, target } = form.elements;
    [source.value, target.value] = [target.value, source.value];
    search();
  });

  const hangul = /[가-힣]/;
  box.addEventListener("input", () => {
    // The direction follows the script of what is pasted into an empty box.
    const { source, target } = form.elements;
    if (!box.value) return;
    const korean = hangul.test(box.value);
    if (korean && source.value === "en") [source.value, target.value] = ["ko", "en"];
    if (!korean && source.value === "ko") [source.value, target.value] = ["en", "ko"];
    box.lang = source.value;
  });

  async function copy(match) {
    const text = match.dataset.target;
    const button = match.querySelector(".copy");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      match.focus();
    }
    button.textContent = button.dataset.done;
    window.tm.announce(button.dataset.done);
  }

  const all = () => [...document.querySelectorAll(".match")];
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) copy(button.closest(".match"));
  });
  document.addEventListener("keydown", (event) => {
    if (window.tm.composing(event) || window.tm.typing(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const here = event.target.closest(".match");
    if (/^Digit[1-9]$/.test(event.code)) {
      all()[Number(event.code.slice(5)) - 1]?.focus();
    } else if (here && event.code === "KeyC") {
      copy(here);
    } else if (here && (event.code === "ArrowDown" || event.code === "ArrowUp")) {
      event.preventDefault();
      all()[all().indexOf(here) + (event.code === "ArrowDown" ? 1 : -1)]?.focus();
    }
  });
  document.addEventListener("htmx:after:swap", () => {
    const count = document.getElementById("count");
    if (count) window.tm.announce(count.textContent);
  });
})();
