// A form that takes longer than a second says so while it works.
"use strict";

document.querySelectorAll("form[data-working]").forEach((form) => {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button.primary");
    button.disabled = true;
    const note = document.createElement("p");
    note.className = "notice";
    note.setAttribute("role", "status");
    note.append(document.createElement("progress"), " ", form.dataset.working);
    button.after(note);
  });
});
