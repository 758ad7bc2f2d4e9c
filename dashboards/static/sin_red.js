// Work without network: keep what is read and listed, say since when there is none, and send what was decided when it
// is back. A page of the server and the page without network (class `copia`) share this file; without it nothing is lost
// that a form sends.
"use strict";
(() => {
  const MOST = 50; // rows kept
  const HOURS = 12; // as long as the longest session
  const DAYS = 7; // as long as the server knows the key of an order
  const copy = document.body.classList.contains("copia");
  const unsent = document.body.dataset.envio; // the form that did not reach the server
  const lost = "archivo" in document.body.dataset;
  const me = copy ? (localStorage.persona ?? "") : (document.body.dataset.persona ?? "");
  const able = "serviceWorker" in navigator && "indexedDB" in window;
  const codeIn = (address) => /^\/cola\/(P-[\d-]+)/.exec(new URL(address, location.origin).pathname)?.[1];
  const clock = (at) => new Date(at).toLocaleTimeString("es-BO", { hour: "2-digit", minute: "2-digit", hour12: false });
  const many = (n, one, more) => `${n} ${n === 1 ? one : more}`;
  const parsed = (html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    return made.content;
  };
  const added = (to, tag, words, look = "") => {
    const made = document.createElement(tag);
    made.textContent = words;
    made.className = look;
    to.append(made, " ");
    return made;
  };

  // What is kept to read.

  const plain = (article) => {
    const bare = article.cloneNode(true);
    for (const one of bare.querySelectorAll("input[name=csrf]")) one.remove();
    for (const one of bare.querySelectorAll("details[open]")) one.open = false;
    return bare.outerHTML;
  };
  const keep = async (article, row) => {
    if (localStorage.persona !== me || !article) return;
    const codigo = article.dataset.codigo;
    if (!codigo.startsWith("P-")) return; // a row to practise with is none
    const version = Number(article.dataset.version);
    const old = await kept.get("filas", codigo);
    const now = { codigo, persona: me, at: Date.now(), version, detalle: plain(article) };
    await kept.put("filas", { ...old, ...inList(row), ...now });
  };
  const inList = (row) =>
    row && { fila: row.closest("li").outerHTML, lugar: [...document.querySelectorAll(".fila")].indexOf(row) };
  const rows = async () => {
    const old = Date.now() - HOURS * 3600e3;
    const all = (await kept.all("filas")).sort((a, b) => b.at - a.at);
    const good = all.filter((one, place) => one.persona === me && one.at > old && place < MOST);
    for (const one of all) if (!good.includes(one)) await kept.drop("filas", one.codigo);
    return good;
  };
  const listed = async () => {
    const shown = new Map([...document.querySelectorAll(".fila")].map((row) => [codeIn(row.href), row]));
    shown.delete(undefined);
    const held = new Map((await rows()).map((one) => [one.codigo, one]));
    for (let more = shown.size > 0 && !navigator.connection?.saveData; more; ) {
      const asked = [...shown.keys()].slice(0, MOST).map((code) => `${code}:${held.get(code)?.version ?? 0}`);
      const answer = await fetch(`/sin-red/filas?tiene=${asked}`);
      if (!answer.ok || answer.redirected) return;
      const { filas, quedan } = await answer.json();
      for (const [code, one] of Object.entries(filas)) {
        if (one) await keep(parsed(one.detalle).querySelector(".detalle"), shown.get(code));
        else await kept.drop("filas", code);
        held.set(code, one);
        if (!one) shown.delete(code);
      }
      more = quedan;
    }
    for (const [code, row] of shown) {
      const one = await kept.get("filas", code);
      if (one?.persona === me) await kept.put("filas", { ...one, ...inList(row), at: Date.now() });
    }
    await rows();
  };

  // What was decided and is not sent yet.

  const whose = me || (localStorage.persona ?? ""); // at the entrance: who was here before
  const orders = async () =>
    (await kept.all("ordenes")).filter((one) => one.persona === whose).sort((a, b) => a.at - b.at);
  const described = async (order) => {
    const [, code, verb] = /^\/cola\/([^/]+)\/(\w+)/.exec(order.ruta);
    const article = parsed((await kept.get("filas", code))?.detalle ?? "");
    const forms = `form[action^="/cola/${code}/${verb}"]`;
    const said = order.campos.map(([name, value]) => {
      const field = article.querySelector(`${forms} [name="${name}"][value="${CSS.escape(value)}"]:not([type=hidden])`);
      const listed = value && article.querySelector(`${forms} select[name="${name}"] option[value="${CSS.escape(value)}"]`);
      const words = (field?.closest("label") || listed || null)?.cloneNode(true);
      words?.querySelector("kbd")?.remove();
      return words?.textContent.trim() ?? (/^(version|llave|abrir)$/.test(name) ? "" : value);
    });
    const name = verb[0].toUpperCase() + verb.slice(1);
    const title = article.querySelector("h2")?.textContent ?? "";
    return { code, title, words: [name, ...said.filter(Boolean)].join(" · ") };
  };
  const pending = async () => {
    const waiting = (await orders()).filter((one) => !one.choque).length;
    const drafts = (await kept.all("borradores")).filter((one) => one.persona === whose && !one.guardado).length;
    const begun = [waiting && many(waiting, "decisión", "decisiones"), drafts && many(drafts, "borrador", "borradores")];
    return { words: begun.filter(Boolean).join(" y "), go: waiting + drafts === 1 ? "enviará" : "enviarán" };
  };
  let over = !me && !copy;
  let sent = 0;
  const send = async () => {
    const waiting = (await orders()).filter((one) => !one.choque);
    if (!waiting.length && !copy && !localStorage.sinRedDesde) return;
    const known = await fetch("/sin-red/llave");
    if (!known.ok) return;
    const { persona, csrf } = await known.json();
    over = persona === "";
    if (persona !== me) return;
    for (const order of waiting) {
      if (Date.now() - order.at > DAYS * 86400e3) {
        await kept.put("ordenes", { ...order, choque: "Pasaron más de siete días. Su decisión no se envió." });
        continue;
      }
      const answer = await fetch(order.ruta, {
        method: "POST",
        headers: { "Atalaya-Equipo": "1" },
        body: new URLSearchParams([...order.campos, ["csrf", csrf]]),
      });
      over = answer.status === 401 || answer.status === 403;
      if (over || answer.status >= 500) return;
      if (answer.ok) {
        await kept.drop("ordenes", order.llave);
        await kept.drop("filas", codeIn(order.ruta));
        sent += 1;
      } else {
        const told = answer.status === 409 && (await answer.json()).motivo;
        await kept.put("ordenes", { ...order, choque: told || "El servidor no la aceptó. No se cambió nada." });
      }
    }
  };
  const flush = async () => {
    try {
      if (me) await (navigator.locks ? navigator.locks.request("atalaya", send) : send());
      away(false);
    } catch {
      away(true);
    }
    await draw();
  };

  // What the page says.

  const away = (yes) => {
    if (!yes) delete localStorage.sinRedDesde;
    else localStorage.sinRedDesde ??= Date.now();
  };
  const banner = document.createElement("section");
  banner.className = "sin-red";
  banner.setAttribute("aria-label", "Conexión");
  banner.hidden = true;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  banner.append(status);
  document.querySelector("main").before(banner);

  const conflict = async (order) => {
    const { code, title, words } = await described(order);
    const box = document.createElement("div");
    box.className = "choque";
    added(box, "strong", [code, title].filter(Boolean).join(" · "));
    added(box, "p", `Usted, sin conexión, a las ${clock(order.at)}: ${words}.`);
    added(box, "p", `En el registro: ${order.choque}`);
    added(box, "a", "Ver cómo quedó", "boton").href = `/cola/${code}`;
    added(box, "button", "Entendido", "boton").onclick = async () => {
      await kept.drop("ordenes", order.llave);
      await draw();
    };
    return box;
  };
  const draw = async () => {
    const all = await orders();
    const waiting = all.filter((one) => !one.choque);
    const { words: left, go } = await pending();
    const since = Number(localStorage.sinRedDesde ?? 0);
    const lines = [];
    if (since) {
      lines.push(`Sin conexión desde las ${clock(since)}.`);
      const held = (await rows()).length;
      const read = held === 1 ? "la alerta guardada" : `las ${held} alertas guardadas`;
      if (me) lines.push(`Puede seguir revisando ${read} en este equipo.`);
      if (left) lines.push(`${left} se ${go} al volver.`);
    } else if (over && left) {
      lines.push(`Su sesión terminó. Lo que hizo sigue en este equipo: ${left}. Ingrese y se ${go}.`);
    }
    if (unsent && lost) lines.push("El formulario no se envió. Tenía un archivo: vuelva atrás y elíjalo otra vez.");
    else if (unsent) lines.push("El formulario no se envió; lo que escribió sigue en esta página.");
    if (sent) lines.push(`Se ${sent === 1 ? "envió" : "enviaron"} ${many(sent, "decisión", "decisiones")}.`);
    if (copy && !since) lines.push("Hay conexión.");
    if (status.textContent !== lines.join(" ")) status.textContent = lines.join(" ");
    for (const old of banner.querySelectorAll(".choque, .boton")) old.remove();
    const button = (words, to) => (added(banner, "a", words, "boton").href = to);
    if (!since && over && left && me) button("Ingresar", `/entrar?volver=${encodeURIComponent(location.pathname)}`);
    else if (!since && unsent && !lost) added(banner, "button", "Enviar de nuevo", "boton").onclick = resend;
    else if (!since && (copy || sent)) button("Actualizar", copy ? location.pathname + location.search : "/cola");
    if (me) for (const order of all) if (order.choque) banner.append(await conflict(order));
    banner.hidden = !lines.length && !banner.querySelector(".choque");
    if (me) await marked(waiting);
  };
  const resend = async () => {
    const { csrf } = await (await fetch("/sin-red/llave")).json();
    const form = document.createElement("form");
    form.method = "post";
    for (const [name, value] of [...JSON.parse(unsent), ["csrf", csrf]]) {
      const field = added(form, "textarea", "");
      field.name = name;
      field.value = value;
    }
    form.hidden = true;
    document.body.append(form);
    form.submit();
  };
  const marked = async (waiting) => {
    for (const old of document.querySelectorAll(".por-enviar")) old.remove();
    for (const one of document.querySelectorAll(".acciones[hidden]")) one.hidden = false;
    for (const order of waiting) {
      const code = codeIn(order.ruta);
      for (const row of document.querySelectorAll(`.fila[href*="${code}"]`)) {
        added(row, "span", "Se enviará al volver", "por-enviar aviso-fila");
      }
      const actions = document.querySelector(`.detalle[data-codigo="${code}"] .acciones`);
      if (!actions) continue;
      const box = document.createElement("p");
      box.className = "por-enviar";
      added(box, "span", `Decidió sin conexión: ${(await described(order)).words}. Se enviará al volver.`);
      added(box, "button", "Quitar", "boton").onclick = async () => {
        await kept.drop("ordenes", order.llave);
        await draw();
      };
      actions.hidden = true;
      actions.before(box);
    }
  };

  // The page without network fills itself.

  const fill = async () => {
    const all = (await rows()).sort((a, b) => (a.lugar ?? MOST) - (b.lugar ?? MOST));
    const code = codeIn(location.href);
    const open = code && (await kept.get("filas", code));
    const list = document.querySelector(".lista ol");
    const says = document.getElementById("copia-dice");
    if (all.length) document.querySelector(".lista .vacio").remove();
    for (const one of all) {
      if (one.fila) list.append(parsed(one.fila));
      else added(added(list, "li", ""), "a", one.codigo, "fila").href = `/cola/${one.codigo}`;
    }
    for (const one of list.querySelectorAll(".actual")) {
      one.classList.remove("actual");
      one.removeAttribute("aria-current");
    }
    if (open) {
      document.body.classList.add("una");
      document.getElementById("panel").append(parsed(open.detalle));
      says.textContent = `Copia guardada a las ${clock(open.at)}.`;
    } else if (location.pathname === "/cola") says.textContent = "Lo guardado en este equipo; puede haber cambiado.";
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const fields = [...new FormData(form, event.submitter)];
    if (form.getAttribute("action") === "/salir") {
      event.preventDefault();
      await leave(form);
    } else if ((copy || !navigator.onLine) && codeIn(form.action) && fields.some(([name]) => name === "llave")) {
      event.preventDefault();
      const to = new URL(form.action);
      await kept.put("ordenes", kept.order(to.pathname + to.search, fields));
      if (copy) location.href = "/cola";
      else await flush();
    }
  });

  const leave = async (form) => {
    const all = Promise.all([flush(), kept.sync?.()]);
    await Promise.race([all, new Promise((late) => setTimeout(late, 4000))]);
    const left = await pending();
    if (left.words && !form.dataset.sabe) {
      form.dataset.sabe = "si";
      banner.hidden = false;
      status.textContent = `Sin enviar en este equipo: ${left.words}. Para salir y perderlo pulse Salir otra vez.`;
      return;
    }
    await erase();
    if (navigator.onLine) return form.submit();
    banner.hidden = false;
    status.textContent = "Se borró lo guardado en este equipo. La sesión no se cierra sin conexión: salga otra vez con ella.";
  };
  const erase = async () => {
    delete localStorage.persona;
    delete localStorage.sinRedDesde;
    await kept.clear("filas");
    for (const store of ["ordenes", "borradores"]) {
      const name = store === "ordenes" ? "llave" : "de";
      for (const one of await kept.all(store)) if (one.persona === me) await kept.drop(store, one[name]);
    }
  };

  const start = async () => {
    if (!able) return;
    if (copy) {
      away(true);
      await fill();
    } else if (me) {
      if (localStorage.persona !== me) await kept.clear("filas");
      localStorage.persona = me;
    }
    await flush();
    if (copy || !me) return;
    navigator.serviceWorker.register("/servicio.js");
    const read = () => {
      const article = document.querySelector(".detalle");
      const beside = [...document.querySelectorAll(".fila")].find((row) => codeIn(row.href) === article?.dataset.codigo);
      return keep(article, beside);
    };
    await read();
    document.addEventListener("htmx:after:swap", () => read().then(draw));
    await listed().catch(() => {});
  };
  addEventListener("offline", () => (away(true), draw()));
  addEventListener("online", flush);
  addEventListener("guardado", draw);
  setInterval(() => (localStorage.sinRedDesde || over) && !document.hidden && flush(), 30_000);
  start();
})();
