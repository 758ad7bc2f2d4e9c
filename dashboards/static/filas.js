// Lists with JavaScript: J and K move along what carries data-fila. Where that is a link, Enter opens it as it opens any
// link. Where it is a line with forms, Enter goes to its button, which a second Enter presses; P unfolds another day, O
// opens the record; A and V unfold the answers of a transfer. Without this file, or with the keys switched off
// (teclas.js), Tab reaches all of it.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("[data-fila]")];
  const here = () => document.activeElement?.closest("[data-fila]");
  let last = null;
  document.addEventListener("focusin", () => (last = here() ?? last));

  const move = (step) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(here() ?? last);
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  Teclas.on("j", () => move(1));
  Teclas.on("k", () => move(-1));

  const within = (what) => {
    const row = here();
    return row?.matches("a") ? null : row?.querySelector(what);
  };
  Teclas.on("Enter", (event) => {
    const button = event.target.matches("[data-fila]") && within("[data-cumplido]");
    if (!button) return false;
    button.focus();
  });
  Teclas.on("p", () => {
    const box = within("details");
    if (!box) return false;
    box.open = true;
    box.querySelector("input:not([type=hidden])").focus();
  });
  // A transfer: its letter unfolds the form of an answer and goes into it; nothing is sent.
  for (const letter of ["a", "v"]) {
    Teclas.on(letter, () => {
      const box = within(`[data-letra="${letter}"]`);
      if (!box) return false;
      box.open = true;
      box.querySelector("select, input:not([type=hidden])").focus();
    });
  }
  Teclas.on("o", () => {
    const link = within("a.codigo");
    if (!link) return false;
    link.click();
  });
})();
