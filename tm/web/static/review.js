// The review page from the keyboard.  Each command is one POST with the version that was seen; the
// answer replaces the rows, and the focus stays where the work is.
"use strict";

(() => {
  let mode = null; // null, "link" or "split"
  let side = "source";
  let linkFrom = null;
  let cut = { source: 0, target: 0 };
  let busy = false;
  let noting = 0;

  const $ = (id) => document.getElementById(id);
  const beads = () => [...document.querySelectorAll(".bead:not([hidden])")];
  const chosen = () => document.querySelector(".bead.chosen") || beads()[0];
  const doubtful = (bead) => ["doubtful", "omitted"].includes(bead.dataset.kind);

  function choose(bead, focus = true) {
    if (!bead) return;
    document.querySelectorAll(".bead.chosen, .bead[tabindex='0']").forEach((other) => {
      other.classList.remove("chosen");
      other.tabIndex = -1;
    });
    bead.classList.add("chosen");
    bead.tabIndex = 0;
    bead.dataset.side = side;
    if (focus) bead.focus({ preventScroll: false });
    const form = $("commands");
    form.elements.row.value = bead.dataset.row;
    form.elements.side.value = side;
    // A reload comes back to this row.  Browsers refuse more than a few addresses a second.
    window.clearTimeout(noting);
    noting = window.setTimeout(() => window.history.replaceState(null, "", `?row=${form.elements.row.value}`), 400);
    $("panel-row").textContent = bead.getAttribute("aria-rowindex");
    const why = bead.querySelector(".why").cloneNode(true);
    why.hidden = false;
    $("panel-why").replaceChildren(why);
  }

  function step(by) {
    const all = beads();
    choose(all[Math.max(0, Math.min(all.length - 1, all.indexOf(chosen()) + by))]);
  }

  function toDoubt(by) {
    const all = beads();
    for (let at = all.indexOf(chosen()) + by; at >= 0 && at < all.length; at += by) {
      if (doubtful(all[at])) return choose(all[at]);
    }
    return undefined;
  }

  function setSide(name) {
    side = name;
    choose(chosen());
    if (mode === "split") showCut();
  }

  function setMode(name) {
    mode = name;
    $("mode").hidden = name === null;
    $("mode-what").textContent = name ? $("mode-what").dataset[name] : "";
    if (name !== "split") document.querySelectorAll(".seg.cut").forEach((s) => s.classList.remove("cut"));
  }

  function startSplit() {
    const bead = chosen();
    const [s, t] = [Number(bead.dataset.source), Number(bead.dataset.target)];
    if (s + t < 2) return;
    cut = { source: Math.ceil(s / 2), target: Math.ceil(t / 2) };
    if (cut.source === s && cut.target === t) cut.target = Math.max(0, t - 1);
    setMode("split");
    showCut();
  }

  function showCut() {
    document.querySelectorAll(".seg.cut").forEach((s) => s.classList.remove("cut"));
    for (const [name, box] of [["source", ".src"], ["target", ".tgt"]]) {
      const segments = chosen().querySelectorAll(`${box} .seg`);
      if (cut[name] > 0 && segments[cut[name] - 1]) segments[cut[name] - 1].classList.add("cut");
    }
  }

  async function send(command, more = {}) {
    if (busy) return;
    busy = true;
    const form = $("commands");
    const body = new FormData(form);
    body.set("command", command);
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    const at = (id) => beads().findIndex((bead) => bead.dataset.row === id);
    const place = command === "link" ? Math.min(at(more.row), at(more.other)) : at(chosen().dataset.row);
    const show = $("show").value;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      const text = await answer.text();
      if (!answer.ok) {
        $("trouble").innerHTML = text;
        return;
      }
      $("trouble").replaceChildren();
      $("review").outerHTML = text;
      $("show").value = show;
      filter();
      wire();
      setMode(null);
      const all = beads();
      choose(all[Math.min(place, all.length - 1)]);
      if (command === "approve" || command === "leave-out") toDoubt(1);
      window.tm.announce($("review").dataset.said);
    } catch {
      const note = document.createElement("p");
      note.className = "notice error";
      note.setAttribute("role", "alert");
      note.textContent = $("trouble").dataset.offline;
      $("trouble").replaceChildren(note);
    } finally {
      busy = false;
    }
  }

  function filter() {
    const show = $("show").value;
    document.querySelectorAll(".bead").forEach((bead) => {
      const kind = bead.dataset.kind;
      bead.hidden = !(show === "all" || (show === "doubt" && doubtful(bead)) ||
        (show === "open" && !["approved", "left-out"].includes(kind)) ||
        (show === "omitted" && ["omitted", "left-out"].includes(kind)) ||
        (show === "moved" && bead.classList.contains("moved")));
    });
  }

  const KEYS = {
    ArrowDown: () => step(1), ArrowUp: () => step(-1),
    ArrowLeft: () => setSide("source"), ArrowRight: () => setSide("target"),
    KeyN: () => toDoubt(1), KeyP: () => toDoubt(-1), KeyA: () => send("approve"),
    KeyM: () => send("merge"), KeyS: startSplit, KeyU: () => send("unlink"), KeyO: () => send("leave-out"),
    KeyR: () => send("reopen"), BracketRight: () => send("shift-down"), BracketLeft: () => send("shift-up"),
    KeyV: () => { linkFrom = chosen().dataset.row; setMode("link"); },
  };
  const IN_LINK = { Enter: () => send("link", { row: linkFrom, other: chosen().dataset.row }) };
  const moveCut = (by) => {
    cut[side] = Math.max(0, Math.min(Number(chosen().dataset[side]), cut[side] + by));
    showCut();
  };
  const IN_SPLIT = {
    ArrowDown: () => moveCut(1), ArrowUp: () => moveCut(-1),
    Enter: () => send("split", { source_at: cut.source, target_at: cut.target }),
  };

  function onKey(event) {
    if (window.tm.composing(event) || !event.target.closest(".bead")) return;
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ") {
      event.preventDefault();
      send("undo");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code === "Escape") return setMode(null);
    if (event.key === "?") {
      event.preventDefault();
      event.stopPropagation();
      $("keys").showModal();
      return;
    }
    if (event.shiftKey) {
      if (event.code === "KeyA") document.querySelector("[value=approve-sure]")?.click();
      return;
    }
    const table = mode === "split" ? { ...KEYS, ...IN_SPLIT } : mode === "link" ? { ...KEYS, ...IN_LINK } : KEYS;
    const act = table[event.code];
    if (!act) return;
    if (mode && !["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Enter", "KeyN", "KeyP"].includes(event.code)) return;
    event.preventDefault();
    act();
  }

  function wire() {
    $("grid").addEventListener("keydown", onKey);
    $("grid").addEventListener("click", (event) => {
      const bead = event.target.closest(".bead");
      if (!bead || event.target.closest("a.flag")) return;
      if (event.target.closest(".n a")) event.preventDefault();
      if (event.target.closest(".src")) side = "source";
      if (event.target.closest(".tgt")) side = "target";
      const segment = event.target.closest(".seg");
      if (mode === "split" && segment && bead === chosen()) {
        cut[side] = [...segment.parentElement.children].indexOf(segment) + 1;
        showCut();
      }
      choose(bead);
    });
    $("commands").addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter) send(event.submitter.value);
    });
    $("show").addEventListener("change", () => { filter(); choose(beads()[0], false); });
    $("start-split").addEventListener("click", () => { choose(chosen()); startSplit(); });
    $("start-link").addEventListener("click", () => { choose(chosen()); KEYS.KeyV(); });
    $("mode-do").addEventListener("click", () => (mode === "split" ? IN_SPLIT : IN_LINK).Enter());
    $("mode-leave").addEventListener("click", () => { setMode(null); choose(chosen()); });
    $("show-keys").addEventListener("click", () => $("keys").showModal());
    $("commands").elements.side.forEach((radio) => {
      radio.addEventListener("change", () => setSide(radio.value));
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    wire();
    const asked = new URLSearchParams(window.location.search).get("row");
    choose((asked && document.getElementById(`r${asked}`)) || beads().find(doubtful) || beads()[0]);
  });
  // Rows that were out of sight have their true heights only now.
  window.addEventListener("load", () => chosen()?.scrollIntoView({ block: "nearest" }));
})();
