// Release {{ v.release }}: another one replaces this worker, its shell and what was kept to read.
// Without network it answers with one page that knows nobody; that page fills itself with what the device keeps.
"use strict";
importScripts("/static/guardado.js");
const SHELL = "armazon-{{ v.release }}";
const PAGE = "/sin-red";
const FILES = [PAGE{% for one in v.files %}, "{{ one }}"{% endfor %}];
const DECISION = /^\/cola\/[^/]+\/(descartar|posponer|registrar|unir|mover)$/;

const SECRET = /^\/(entrar|salir|clave|inicio|mi-cuenta|ajustes)(\/|$)/;

const within = (seconds, work) =>
  Promise.race([work, new Promise((_, late) => setTimeout(() => late(new Error("late")), seconds * 1000))]);

const shell = async (path) => (await (await caches.open(SHELL)).match(path)) ?? Response.error();

const opened = async (request) => {
  try {
    return await within(10, fetch(request));
  } catch {
    return shell(PAGE);
  }
};

// The network may have failed before the server got the order or after: its key makes sending it again harmless.
const decided = async (request, address) => {
  const copy = request.clone();
  try {
    return await within(20, fetch(request));
  } catch {
    const fields = [...(await copy.formData())];
    if (!fields.some(([name]) => name === "llave")) return Response.error();
    await kept.put("ordenes", kept.order(address, fields));
    return onward(request, "/cola");
  }
};

// The answer carries the form back, in the page alone, so that it can be sent again with the same key.
const sent = async (request) => {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const page = await shell(PAGE);
    const all = [...(await copy.formData())];
    const fields = all.filter(([name, value]) => name !== "csrf" && typeof value === "string");
    const file = all.some(([, value]) => value.name);
    const told = JSON.stringify(fields).replace(/[&"<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const body = `class="cola copia" data-envio="${told}"${file ? " data-archivo" : ""}`;
    const text = (await page.text()).replace('class="cola copia"', () => body);
    return new Response(text, { status: 503, headers: page.headers });
  }
};

const onward = (request, path) =>
  request.mode === "navigate" ? Response.redirect(path, 303) : new Response("", { headers: { "HX-Redirect": path } });

self.addEventListener("install", (event) => {
  const all = FILES.map((path) => new Request(path, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(all)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const replace = async () => {
    const old = (await caches.keys()).filter((name) => name !== SHELL);
    await Promise.all(old.map((name) => caches.delete(name)));
    if (old.length) await kept.clear("filas");
    await self.clients.claim();
  };
  event.waitUntil(replace());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (request.method === "POST" && DECISION.test(url.pathname) && !request.headers.has("atalaya-equipo")) {
    event.respondWith(decided(request, url.pathname + url.search));
  } else if (request.method === "POST" && request.mode === "navigate" && !SECRET.test(url.pathname)) {
    event.respondWith(sent(request));
  } else if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(opened(request));
  } else if (request.method === "GET" && FILES.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => shell(url.pathname)));
  }
});
