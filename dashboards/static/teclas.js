// Keys for the queue: J/K move, O opens the original, / searches, Enter follows the link as always.
// Everything here is a shortcut for a link that the page already has; without this file nothing is lost.
"use strict";
(() => {
  const panel = document.getElementById("panel");
  const rows = () => [...document.querySelectorAll(".fila")];
  const wide = () => matchMedia("(min-width: 861px)").matches;
  let asked = 0;

  const show = async (row) => {
    const ticket = ++asked;
    panel.setAttribute("aria-busy", "true");
    const address = new URL(row.href);
    address.searchParams.set("parte", "detalle");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.status);
      const text = await answer.text();
      if (ticket !== asked) return;
      panel.replaceChildren(document.createRange().createContextualFragment(text));
      panel.removeAttribute("aria-busy");
      history.replaceState(null, "", row.href);
    } catch {
      location.href = row.href;
    }
  };

  const choose = (row) => {
    for (const other of rows()) {
      other.classList.remove("actual");
      other.removeAttribute("aria-current");
    }
    row.classList.add("actual");
    row.setAttribute("aria-current", "true");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    show(row);
  };

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.classList.contains("actual"));
    choose(all[Math.min(Math.max(here + step, 0), all.length - 1)]);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(input|select|textarea)$/i.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const actions = {
      j: () => move(1),
      ArrowDown: () => move(1),
      k: () => move(-1),
      ArrowUp: () => move(-1),
      o: () => document.querySelector(".detalle .acciones a")?.click(),
      "/": () => document.getElementById("buscar").focus(),
    };
    const action = panel || event.key === "/" ? actions[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  });

  document.addEventListener("click", (event) => {
    const row = event.target.closest?.(".fila");
    if (!row || !panel || !wide() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(row);
  });
})();
