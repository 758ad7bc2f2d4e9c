// Keys for the queue: J/K move, R U D P decide, Z takes back, O opens the original, / searches; in an open decision the
// digits choose, group after group, and the last choice of a single group sends it.
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

  const press = (key) => {
    const target = document.querySelector(`[data-tecla="${key}"]`);
    if (!target) return false;
    for (const other of document.querySelectorAll("details.decision[open]")) {
      if (!other.contains(target)) other.open = false;
    }
    target.click();
    target.closest("details")?.querySelector("input:not([type=hidden])")?.focus();
    return true;
  };

  const pick = (digit) => {
    const form = document.querySelector("details.decision[open] form");
    if (!form) return false;
    const groups = [...form.querySelectorAll("fieldset")];
    const group = groups.find((one) => !one.querySelector(":checked")) ?? groups.at(-1);
    const choice = group?.querySelectorAll("input[type=radio]")[digit - 1];
    if (!choice) return false;
    choice.checked = true;
    choice.focus();
    if (groups.length === 1 && choice.value !== "otro") form.requestSubmit();
    if (choice.value === "otro") form.querySelector("[name=comentario]")?.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      for (const one of document.querySelectorAll("details.decision[open]")) one.open = false;
      event.target.blur?.();
      return;
    }
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName) && event.target.type !== "radio";
    if (typing) return;
    if (/^[1-9]$/.test(event.key) && pick(Number(event.key))) return event.preventDefault();
    if (/^[rudpzo]$/.test(event.key) && press(event.key)) return event.preventDefault();
    const actions = {
      j: () => move(1),
      ArrowDown: () => move(1),
      k: () => move(-1),
      ArrowUp: () => move(-1),
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
