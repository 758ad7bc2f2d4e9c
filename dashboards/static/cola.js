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

  // htmx takes the page up in a timer of its own, set before this file was read: what is pressed earlier waits behind it.
  const send = (element, name) => {
    const now = () => htmx.trigger(element, name);
    if (element.matches("[data-htmx-powered]")) now();
    else setTimeout(now);
  };

  const mark = (row) => {
    for (const other of rows()) {
      other.classList.remove("actual");
      other.removeAttribute("aria-current");
    }
    row.classList.add("actual");
    row.setAttribute("aria-current", "true");
  };
  const choose = (row) => {
    mark(row);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    panel().inert = document.querySelector(".detalle")?.dataset.codigo !== row.id.slice(2); // no key decides another row
    send(row, "abrir");
  };

  const move = (step) => {
    const all = rows();
    if (!all.length || !wide()) return false;
    forth = step > 0;
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
  // Whoever leaves a field with Escape is on the row again, not on nothing.
  Teclas.on("Escape", () => document.activeElement === document.body && settle());
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
    if (form) send(form, "tomar");
  };
  document.addEventListener(
    "toggle",
    (event) => event.target.matches(".acciones details.decision") && event.target.open && claim(),
    true,
  );

  // Whoever types a record to join to sees those that have the words; not once the row was decided meanwhile.
  let pause = 0;
  document.addEventListener("input", ({ target: source }) => {
    const link = source.name === "otra" && source.form.querySelector(".hallar");
    if (!link) return;
    clearTimeout(pause);
    pause = setTimeout(() => {
      const address = new URL(link.href);
      address.searchParams.set("otra", source.value);
      if (link.isConnected) htmx.ajax("GET", address.href, { source, target: link.nextElementSibling });
    }, 300);
  });
  const retyped = (ctx) => {
    const asked = new URL(ctx.response.raw.url).searchParams.get("otra");
    return asked !== null && asked !== ctx.sourceElement.value;
  };

  // Where the focus goes once the queue was changed: never to nothing.
  const settle = () => {
    const row = current();
    const where = (wide() ? row : document.querySelector(".detalle h2")) ?? document.querySelector(".vacio, #cuenta");
    where?.focus({ preventScroll: wide() });
    if (wide()) row?.scrollIntoView({ block: "nearest" });
  };

  // After a decision the page has all of the queue but a row or two: it tells what it holds and gets what changed.
  const HOLDS = "Atalaya-Filas"; // dashboards/stepping.py
  const held = (code) => {
    const lines = rows().map((row) => row.closest("li"));
    const stay = lines.filter((line) => line.id !== `l-${code}`);
    if (!stay.length || stay.length === lines.length) return "";
    return [code, ...[document.getElementById("cola"), ...stay].map((one) => one.dataset.tiene)].join(" ");
  };
  // Whoever went on to another row before the answer came stays there, with what is open and typed.
  const left = (ctx) => {
    const here = current();
    return here && ctx.row && here.id !== `f-${ctx.row}` ? here : null;
  };
  const stay = (row) => {
    mark(row);
    history.replaceState(history.state, "", row.href);
  };
  const step = (ctx) => {
    const counts = document.getElementById("cuentas").textContent.split(" ");
    const options = document.querySelectorAll(".filtros select option:not([value=''])");
    for (const [n, one] of options.entries()) {
      one.textContent = one.textContent.trim().replace(/ \(\d+\)$/, "") + (counts[n] > 0 ? ` (${counts[n]})` : "");
    }
    const rest = counts.slice(options.length);
    for (const one of document.querySelectorAll(".pestanas b")) one.textContent = rest.shift();
    const [done, due] = rest;
    Object.assign(document.getElementById("avance"), { max: due > 0 ? due : 1, value: done });
    document.getElementById("revisadas").textContent = `${done} de ${due} revisadas`;
    if (last) told();
    const here = left(ctx);
    if (here) return stay(here);
    panel().replaceChildren(); // its forms are for a row that is decided
    const next = document.getElementById(`f-${ctx.hx.replaceurl.split(/[/?]/)[2]}`);
    if (next) choose(next);
    else location.href = ctx.hx.replaceurl;
  };

  // While a row is read the next ones are asked for, so that moving on shows them at once; what is older than a minute or
  // than a decision is not shown.
  const AHEAD = 3;
  const FRESH = 60e3;
  const ahead = new Map();
  let forth = true;
  const whole = async (address) => {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 10e3);
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, priority: "low", signal: stop.signal });
      await answer.clone().arrayBuffer(); // a clock that ran on would take back what waits to be read
      return answer;
    } catch {
      return null;
    } finally {
      clearTimeout(late);
    }
  };
  const ask = (row) => {
    if (navigator.connection?.saveData) return;
    const all = forth ? rows() : rows().reverse();
    const here = all.indexOf(row);
    for (const one of all.slice(here + 1, here + 1 + AHEAD)) {
      const address = one.getAttribute("hx-get");
      if (Date.now() - (ahead.get(address)?.at ?? 0) < FRESH) continue;
      ahead.set(address, { at: Date.now(), answer: whole(address) });
    }
  };
  const asked = (row) => {
    const address = row.getAttribute("hx-get");
    const one = ahead.get(address);
    ahead.delete(address);
    if (!one || Date.now() - one.at > FRESH) return null;
    return async (...request) => {
      const answer = await one.answer;
      return answer?.ok && answer.headers.get(MARK) ? answer : fetch(...request);
    };
  };

  // A part that came too late, for a row that was left since, is not shown.
  const outdated = (from) => from.matches(".fila") && !from.classList.contains("actual");

  const unfound = (ctx) => {
    ctx.target.textContent = "No se pudo buscar. Reintente, o escriba el código de la ficha.";
  };
  const alone = (ctx) => {
    const form = ctx.sourceElement;
    if (form.matches("[name=otra]")) return unfound(ctx);
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

  const lost = (ctx) => {
    const said = Object.assign(document.createElement("p"), { className: "alarma" });
    said.setAttribute("role", "alert");
    const link = Object.assign(document.createElement("a"), { href: `/cola/${ctx.row}`, textContent: "Ver la fila" });
    said.append(`No se guardó su decisión sobre ${ctx.row}. `, link);
    document.getElementById("avisos").prepend(said);
  };
  const fault = (ctx, words) => {
    const place = ctx.sourceElement.querySelector?.(".fallo");
    if (left(ctx)) lost(ctx);
    else if (ctx.sourceElement.matches("[name=otra]")) unfound(ctx);
    else if (place) place.textContent = words;
    else location.href = ctx.sourceElement.href ?? location.href;
  };

  // What takes longer than one waits for is told: after three seconds that it goes on, after ten what to do.
  const GOES_ON = 3e3;
  const TOO_LONG = 10e3;
  const waiting = new Map();
  const say = (words, again = "") => {
    const line = document.getElementById("espera");
    if (!line) return;
    line.textContent = words;
    line.className = words ? "alarma" : "";
    if (again) line.append(" ", Object.assign(document.createElement("a"), { href: again, textContent: "Reintentar" }));
  };
  const wait = (ctx) => {
    const again = ctx.request.method === "GET" ? (ctx.sourceElement.href ?? location.href) : "";
    const late = () => say(`No hay respuesta todavía.${again ? "" : " Lo que decidió se sigue enviando."}`, again);
    waiting.set(ctx, [setTimeout(say, GOES_ON, "Sigue cargando…"), setTimeout(late, TOO_LONG)]);
  };
  const waited = (ctx) => {
    for (const one of waiting.get(ctx) ?? []) clearTimeout(one);
    waiting.delete(ctx);
    if (!waiting.size) say("");
  };

  // What came while one reads is told above the list and moves nothing by itself.
  const LOOK = 5 * 60e3;
  setInterval(async () => {
    const line = document.getElementById("nuevas");
    if (!line?.dataset.desde || document.hidden || !navigator.onLine) return;
    const view = new URLSearchParams(location.search);
    for (const one of ["desde", "hecho", "corregida", "lote", "deshecha"]) view.delete(one);
    const back = `/cola${view.size ? `?${view}` : ""}`;
    view.set("visto", line.dataset.desde);
    const answer = await fetch(`/cola/nuevas?${view}`).catch(() => null);
    const count = answer?.ok && !answer.redirected ? (await answer.json()).nuevas : 0;
    if (!count) return;
    line.textContent = `${count} ${count === 1 ? "nueva" : "nuevas"}. `;
    line.append(Object.assign(document.createElement("a"), { href: back, textContent: "Mostrar" }));
  }, LOOK);

  // The address of a row can be passed on; the button is of the script alone.
  const linked = () => {
    const code = document.querySelector(".detalle")?.dataset.codigo;
    const line = document.querySelector(".detalle .linea");
    if (!code?.startsWith("P-") || line.querySelector("button")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "enlace" });
    button.dataset.copiar = `/cola/${code}`;
    button.textContent = "Copiar enlace";
    line.append(button);
  };
  linked();

  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    if (!navigator.onLine && ctx.sourceElement.elements?.llave) return event.preventDefault(); // kept for later instead
    ctx.target.setAttribute("aria-busy", "true");
    wait(ctx);
    if (ctx.sourceElement.matches(".fila")) ctx.fetch = asked(ctx.sourceElement) ?? ctx.fetch;
    if (ctx.target.id !== "cola") return;
    ahead.clear();
    ctx.row = ctx.sourceElement.closest(".detalle")?.dataset.codigo;
    ctx.corrects = ctx.sourceElement.matches(".corregir"); // its form is another one once the panel was drawn again
    if (ctx.row && held(ctx.row)) ctx.request.headers[HOLDS] = held(ctx.row);
    for (const one of document.querySelectorAll(".hecho button")) one.disabled = true; // it is not for this decision
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if (outdated(ctx.sourceElement) || retyped(ctx)) return event.preventDefault();
    if (!ctx.response.headers.get(MARK)) {
      event.preventDefault();
      alone(ctx);
    } else if (left(ctx) && ctx.response.status >= 400) {
      event.preventDefault();
      lost(ctx);
    }
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    ctx.stays = left(ctx)?.id;
    if (ctx.stays) panel().setAttribute("hx-morph-skip", "");
  });
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    if (ctx && !outdated(ctx.sourceElement)) fault(ctx, "No se guardó: no hubo respuesta. Reintente.");
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    const target = typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target;
    panel()?.removeAttribute("hx-morph-skip");
    linked();
    if (target?.id === "panel") target.inert = false;
    if (target?.matches(".fallo")) {
      const again = target.querySelector("button, a");
      const form = target.closest("form");
      (again ?? form.querySelector("input:checked, :invalid, input:not([type]), button[type=submit]"))?.focus();
    } else if (target?.id === "avisos") {
      step(ctx);
    } else if (target?.id === "cola") {
      for (const one of ticked()) one.checked = false;
      last = null;
      document.body.classList.toggle("una", Boolean(document.querySelector(".volver")));
      const open = ctx.stays && document.getElementById(ctx.stays);
      if (open) return stay(open);
      if (ctx.corrects) {
        panel().scrollTop = 0; // whoever sent the form stood at its end, far from what is told of it
        scrollTo(0, 0);
      }
      const here = document.activeElement;
      if (!here || here === document.body || here.offsetParent === null || !here.closest(".filtros")) settle();
    } else if (target?.id === "panel" && ctx.sourceElement.matches(".fila")) {
      if (wide()) ask(ctx.sourceElement);
      else settle();
    }
  });
  document.addEventListener("htmx:finally:request", (event) => {
    waited(event.detail.ctx);
    const from = event.detail.ctx.sourceElement;
    for (const one of document.querySelectorAll(".hecho button")) one.disabled = false;
    if (outdated(from)) return;
    const waits = from.matches(".fila") ? null : document.querySelector("#panel[aria-busy]:empty");
    for (const one of document.querySelectorAll("#cola[aria-busy], #cola [aria-busy]")) {
      if (one !== waits) one.removeAttribute("aria-busy");
    }
  });
})();
