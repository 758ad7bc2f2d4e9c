// Keys that every page has: a letter presses what carries it (data-tecla), digits choose in an open decision, group after
// group, and the last choice of a single group sends it; / searches, ? shows the keys, G and a letter goes to a page.
// Everything here is a shortcut for something that the page already has; without this file nothing is lost. A page adds
// keys of its own with Teclas.on. One-letter keys can be switched off, for those who speak to their machine.
"use strict";
const Teclas = (() => {
  const OFF = "teclas-apagadas";
  const SECONDS = 1.5; // between G and its letter
  const PLACES = { c: "/cola", r: "/registros", p: "/plazos", s: "/resumen", f: "/fuentes" };
  const own = new Map();
  let going = 0;

  const press = (key) => {
    const target = document.querySelector(`[data-tecla="${CSS.escape(key)}"]`);
    if (!target || target.closest("[inert]")) return false;
    for (const other of document.querySelectorAll("details.decision[open]")) {
      if (!other.contains(target)) other.open = false;
    }
    target.click();
    target.closest("details")?.querySelector("input:not([type=hidden]), select")?.focus();
    return true;
  };

  const pick = (digit) => {
    const box = document.querySelector("details.decision[open]");
    const form = box?.querySelector("form") ?? box?.closest("form");
    if (!form || form.closest("[inert]")) return false;
    const groups = [...box.querySelectorAll("fieldset")];
    const group = groups.find((one) => !one.querySelector(":checked")) ?? groups.at(-1);
    const choice = group?.querySelectorAll("input[type=radio]")[digit - 1];
    if (!choice) return false;
    choice.checked = true;
    choice.focus();
    if (groups.length === 1) form.requestSubmit(box.querySelector("button[name=hacer]"));
    return true;
  };

  const go = (key) => {
    const link = Date.now() - going < SECONDS * 1000 && document.querySelector(`nav a[href="${PLACES[key]}"]`);
    going = 0;
    if (link) link.click();
    return Boolean(link);
  };

  const help = document.getElementById("teclas");
  const shown = () => (help?.removeAttribute("open"), help?.showModal());
  own.set("?", () => (help ? shown() : false));
  document.addEventListener("click", (event) => {
    if (help && event.target.closest?.('[data-tecla="?"]')) (event.preventDefault(), shown());
  });
  own.set("/", () => document.getElementById("buscar")?.focus());
  own.set("g", () => (going = Date.now()));

  const off = document.getElementById("teclas-apagar");
  if (off) {
    off.checked = localStorage.getItem(OFF) === "si";
    off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "si" : "no"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      for (const one of document.querySelectorAll("details.decision[open]")) {
        if (one.contains(event.target)) one.querySelector("summary").focus();
        one.open = false;
      }
      if (/^(input|select|textarea)$/i.test(event.target.tagName)) event.target.blur();
      own.get("Escape")?.();
      return;
    }
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName) && !/^(radio|checkbox)$/.test(event.target.type);
    if (typing || (event.key.length === 1 && localStorage.getItem(OFF) === "si")) return;
    const letter = /^[a-z]$/i.test(event.key); // the same key whether capitals are locked or not
    const locked = letter && event.getModifierState("CapsLock");
    const key = locked ? event.key[event.shiftKey ? "toUpperCase" : "toLowerCase"]() : event.key;
    const taken =
      (going && PLACES[key] && go(key)) ||
      (/^[1-9]$/.test(key) && pick(Number(key))) ||
      (own.has(key) && own.get(key)(event) !== false) ||
      (letter && press(key));
    if (taken) event.preventDefault();
  });

  return { on: (key, act) => own.set(key, act), press };
})();
