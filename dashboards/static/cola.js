// The queue with JavaScript: J/K move and the panel follows, a decision changes list, panel and counts in place and the
// focus lands on the next row. What could not be put in place the browser opens as a page, as it would without this file.
"use strict";
(() => {
  const MARK = "Atalaya-Parte"; // dashboards/swapping.py
  const refuse = function () {
    throw new Error("no code from texts");
  };
  htmx.registerExtension("sin-codigo", {
    init: (api) => api.initSecurity({ createHTML: (text) => text, createScript: () => "" }, refuse, refuse),
  });

  const rows = () => [...document.querySelectorAll(".fila")];
  const current = () => document.querySelector(".fila.actual");
  const panel = () => document.getElementById("panel");
  const wide = () => matchMedia("(min-width: 861px)").matches;

  const choose = (row) => {
    for (const other of rows()) {
      other.classList.remove("actual");
      other.removeAttribute("aria-current");
    }
    row.classList.add("actual");
    row.setAttribute("aria-current", "true");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    htmx.trigger(row, "abrir");
  };

  const move = (step) => {
    const all = rows();
    if (!all.length || !wide()) return false;
    const here = all.indexOf(current());
    choose(all[Math.min(Math.max(here + step, 0), all.length - 1)]);
  };
  const choosing = (event) => event.key.startsWith("Arrow") && event.target.matches("input, select");
  for (const [key, step] of [["j", 1], ["ArrowDown", 1], ["k", -1], ["ArrowUp", -1]]) {
    Teclas.on(key, (event) => (choosing(event) ? false : move(step)));
  }

  document.addEventListener("click", (event) => {
    const row = event.target.closest?.(".fila");
    if (!row || !wide() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(row);
  });

  // Several rows at once: X ticks the row, Shift+X all rows from the last one; then D, P and U are for the ticked ones.
  let last = null;
  const ticked = () => document.querySelectorAll(".marcar:checked");
  const lot = () => document.getElementById("lote");
  const told = () => {
    const place = document.getElementById("marcadas");
    const count = ticked().length;
    if (place) place.textContent = count === 1 ? "1 fila marcada." : `${count} filas marcadas.`;
  };
  const box = (row) => row?.closest("li").querySelector(".marcar");
  Teclas.on("x", () => {
    const here = box(current());
    if (!here) return false;
    here.checked = !here.checked;
    last = current();
    told();
  });
  Teclas.on("X", () => {
    const all = rows();
    const [from, to] = [all.indexOf(last ?? current()), all.indexOf(current())].sort((a, b) => a - b);
    for (const row of all.slice(Math.max(from, 0), to + 1)) if (box(row)) box(row).checked = true;
    last = current();
    told();
  });
  Teclas.on("d", () => {
    if (!ticked().length) return false;
    const reasons = lot().querySelector("details");
    reasons.open = true;
    reasons.querySelector("input").focus();
  });
  const press = (what) => ticked().length > 0 && (lot().querySelector(`button[value=${what}]`).click(), true);
  Teclas.on("p", () => press("posponer"));
  Teclas.on("u", () => press("unir"));
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".marcar")) return;
    last = event.target.closest("li").querySelector(".fila");
    told();
  });

  // Whoever opens the form of a row claims it; the same with the button of the panel.
  const claim = () => {
    const form = document.querySelector(".tomar");
    if (form) htmx.trigger(form, "tomar");
  };
  document.addEventListener(
    "toggle",
    (event) => event.target.matches(".acciones details.decision") && event.target.open && claim(),
    true,
  );

  // Where the focus goes once the queue was changed: never to nothing.
  const settle = () => {
    const row = current();
    const where = (wide() ? row : document.querySelector(".detalle h2")) ?? document.querySelector(".vacio, #cuenta");
    where?.focus({ preventScroll: wide() });
    if (wide()) row?.scrollIntoView({ block: "nearest" });
  };

  // A part that came too late, for a row that was left since, is not shown.
  const outdated = (from) => from.matches(".fila") && !from.classList.contains("actual");

  const alone = (ctx) => {
    const form = ctx.sourceElement;
    if (ctx.response.raw.redirected || !form.matches("form[method=post]")) {
      location.href = ctx.response.raw.redirected ? ctx.response.raw.url : (form.href ?? form.action);
      return;
    }
    const by = ctx.request.submitter;
    if (by?.name) {
      const said = Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value });
      form.append(said);
    }
    HTMLFormElement.prototype.submit.call(form);
  };

  const fault = (ctx, words) => {
    const place = ctx.sourceElement.querySelector?.(".fallo");
    if (place) place.textContent = words;
    else location.href = ctx.sourceElement.href ?? location.href;
  };

  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    if (!navigator.onLine && ctx.sourceElement.elements?.llave) return event.preventDefault(); // kept for later instead
    ctx.target.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if (outdated(ctx.sourceElement)) return event.preventDefault();
    if (ctx.response.headers.get(MARK)) return;
    event.preventDefault();
    alone(ctx);
  });
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    if (ctx && !outdated(ctx.sourceElement)) fault(ctx, "No se guardó: no hubo respuesta. Reintente.");
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    const target = typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target;
    if (target?.matches(".fallo")) {
      const again = target.querySelector("button, a");
      const form = target.closest("form");
      (again ?? form.querySelector(":invalid, input:not([type]), button[type=submit]"))?.focus();
    } else if (target?.id === "cola") {
      for (const one of ticked()) one.checked = false;
      last = null;
      const here = document.activeElement;
      if (!here || here === document.body || here.offsetParent === null || !here.closest(".filtros")) settle();
    }
  });
  document.addEventListener("htmx:finally:request", (event) => {
    if (outdated(event.detail.ctx.sourceElement)) return;
    for (const one of document.querySelectorAll("#cola[aria-busy], #cola [aria-busy]")) one.removeAttribute("aria-busy");
  });
})();
