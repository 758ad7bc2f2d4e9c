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

  // The list of keys comes when it is asked for; a page with keys of its own has its list.
  const told = () => {
    for (const off of document.querySelectorAll("#teclas-apagar")) off.checked = localStorage.getItem(OFF) === "si";
  };
  const shown = (help) => {
    help.removeAttribute("open");
    help.showModal();
    told();
  };
  const fetched = async () => {
    try {
      const answer = await fetch("/teclas", { headers: { "HX-Request": "true" } });
      if (!answer.headers.get("Atalaya-Parte")) throw new Error("no list");
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.body.append(read.getElementById("teclas"));
      shown(document.getElementById("teclas"));
    } catch {
      location.href = "/teclas";
    }
  };
  const help = () => {
    const here = document.getElementById("teclas");
    if (!here && !document.body.dataset.persona) return false;
    if (here) shown(here);
    else fetched();
  };
  own.set("?", help);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('[data-tecla="?"]')) (event.preventDefault(), help());
  });

  // What only a script can do has a button that only a script shows.
  const copied = async (words) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(words);
    const field = Object.assign(document.createElement("textarea"), { value: words });
    document.body.append(field); // without TLS a browser has no other way
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  const acts = {
    copiar: async (button) => {
      const said = button.dataset.copiar;
      await copied(said.startsWith("/") ? location.origin + said : said);
      button.textContent = "Copiado";
    },
    mostrar: (button) => {
      const field = document.getElementById(button.dataset.mostrar);
      const seen = field.type === "text";
      field.type = seen ? "password" : "text";
      button.textContent = seen ? "Mostrar" : "Ocultar";
      button.setAttribute("aria-pressed", String(!seen));
    },
    imprimir: () => print(),
  };
  const named = Object.keys(acts).map((one) => `[data-${one}]`).join();
  for (const one of document.querySelectorAll(named)) one.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(named);
    if (button) acts[Object.keys(acts).find((one) => one in button.dataset)](button);
  });
  own.set("/", () => document.getElementById("buscar")?.focus());
  own.set("g", () => (going = Date.now()));

  told();
  document.addEventListener("change", ({ target }) => {
    if (target.id !== "teclas-apagar") return;
    localStorage.setItem(OFF, target.checked ? "si" : "no");
    told();
  });

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
