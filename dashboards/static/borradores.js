// Drafts: what is typed in a long form (data-borrador) stays on this device while it is typed, goes to the server now and
// then, is offered again, and is erased once the server says that the form was carried out.
"use strict";
(() => {
  const me = document.body.dataset.persona ?? "";
  if (!me || !("indexedDB" in window)) return;
  const DAYS = 30; // as long as the server keeps a draft
  const BEFORE = "antes."; // dashboards/case_pages.py
  const path = (form) => new URL(form.action).pathname;
  const forms = () => [...document.querySelectorAll("form[data-borrador]")];
  const mine = async () => (await kept.all("borradores")).filter((one) => one.persona === me);
  const choice = (field) => field.type === "checkbox" || field.type === "radio";

  // Only what differs from the form as it came: [name, value], an empty value where all was unticked.
  const typed = (form) => {
    const found = [];
    const ticked = new Set();
    for (const field of form.elements) {
      if (!field.name || /^(hidden|password|file|submit|button)$/.test(field.type)) continue;
      if (field.options) {
        const options = [...field.options];
        const first = options.some((one) => one.defaultSelected) || field.multiple;
        const same = options.every((one, n) => one.selected === (first ? one.defaultSelected : n === 0));
        if (!same) found.push([field.name, ""], ...[...field.selectedOptions].map((one) => [field.name, one.value]));
      } else if (choice(field)) {
        if (field.checked !== field.defaultChecked) ticked.add(field.name);
      } else if (field.value !== field.defaultValue) found.push([field.name, field.value]);
    }
    for (const name of ticked) {
      const chosen = [...form.elements].filter((one) => one.name === name && one.checked);
      found.push([name, ""], ...chosen.map((one) => [name, one.value]));
    }
    // What the page showed of these fields goes along, so that words of others are not written over unseen.
    for (const name of new Set(found.map(([name]) => name))) {
      const shown = form.elements[BEFORE + name];
      if (shown) found.push([BEFORE + name, shown.value]);
    }
    return found;
  };
  const restore = (form, fields) => {
    for (const field of form.elements) {
      const said = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      const closed = field.type === "hidden" ? !field.name.startsWith(BEFORE) : /^(password|file)$/.test(field.type);
      if (!said.length || closed) continue;
      if (field.options) for (const one of field.options) one.selected = said.includes(one.value);
      else if (choice(field)) field.checked = said.includes(field.value);
      else field.value = said[0];
    }
    for (let up = form; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  };

  const save = async (form) => {
    const de = `${me} ${path(form)}`;
    const fields = typed(form);
    const old = await kept.get("borradores", de);
    const names = new Set(fields.map(([name]) => name));
    const whole = form.querySelector(".borrador") || "devuelto" in form.dataset;
    const before = whole ? (old?.campos ?? []).filter(([name]) => !names.has(name)) : [];
    const campos = [...before, ...fields];
    if (!campos.length && !old) return;
    await put(form, campos);
  };
  // The key of the form tells later whether it was carried out.
  const put = (form, campos) =>
    kept.put("borradores", {
      de: `${me} ${path(form)}`, persona: me, ruta: path(form), llave: form.elements.llave?.value, campos,
      at: Date.now(), guardado: false,
    });
  const sync = async () => {
    const waiting = (await mine()).filter((one) => !one.guardado);
    if (!waiting.length) return;
    const { persona, csrf } = await (await fetch("/sin-red/llave")).json();
    if (persona !== me) return;
    for (const one of waiting) {
      const body = new URLSearchParams({
        csrf, de: one.ruta, campos: JSON.stringify(one.campos), llave: one.llave ?? "",
      });
      const answer = await fetch("/borradores", { method: "POST", body, keepalive: true });
      if (!answer.ok && answer.status !== 422) return;
      await kept.change("borradores", one.de, (now) => {
        if (now?.at !== one.at) return undefined;
        return one.campos.length ? { ...now, guardado: true } : null;
      });
    }
    dispatchEvent(new Event("guardado"));
  };
  // One at a time, in all tabs: the server must not get what was typed after what was thrown away.
  const alone = () => (navigator.locks ? navigator.locks.request("borradores", sync) : sync());
  let last = Promise.resolve();
  kept.sync = () => (last = last.then(alone).catch(() => {}));

  const when = (at) => {
    const day = new Date(at).toDateString() === new Date().toDateString();
    const time = { hour: "2-digit", minute: "2-digit", hour12: false };
    const words = new Date(at).toLocaleString("es-BO", day ? time : { day: "numeric", month: "short", ...time });
    return `Borrador ${day ? "de las" : "del"} ${words}: `;
  };
  const offer = (form, draft) => {
    const shown = new FormData(form);
    const written = (name) => draft.campos.filter(([one]) => one === name).map(([, value]) => value);
    const words = (values) => JSON.stringify(values.filter(Boolean)); // a field that was emptied says nothing, not the same
    const said = ([name]) => name.startsWith(BEFORE) || words(written(name)) === words(shown.getAll(name));
    if (draft.campos.every(said)) {
      // what it says stands in the form already: it is spent, but in a form that was refused, and is written to the next key
      put(form, "devuelto" in form.dataset ? draft.campos : []).then(kept.sync);
      return;
    }
    const box = document.createElement("p");
    box.className = "borrador";
    box.setAttribute("role", "status");
    box.append(when(draft.at));
    const button = (words, work) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "boton";
      made.textContent = words;
      made.onclick = async () => {
        await work();
        box.remove();
      };
      box.append(made, " ");
    };
    button("Recuperar", () => (restore(form, draft.campos), put(form, draft.campos)));
    button("Descartar", () => put(form, []).then(kept.sync));
    form.prepend(box);
    for (let up = form.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  };
  const offered = async () => {
    const here = forms().filter((form) => !form.dataset.mirado);
    if (!here.length) return;
    for (const form of here) form.dataset.mirado = "si";
    const held = new Map((await mine()).map((one) => [one.ruta, one]));
    for (const form of here) if (held.has(path(form))) offer(form, held.get(path(form)));
    const asked = here.map(path).filter((one) => one.startsWith("/registros/") || one === "/agregar");
    if (!asked.length) return;
    const answer = await fetch(`/borradores?de=${asked}`);
    if (!answer.ok || answer.redirected) return;
    const there = await answer.json();
    for (const form of here) if (there[path(form)] && !held.has(path(form))) offer(form, there[path(form)]);
  };
  const checked = async () => {
    for (const one of await kept.all("borradores")) {
      const stale = Date.now() - one.at > DAYS * 86400e3 || (one.persona !== me && one.guardado);
      const asked = !stale && one.persona === me && one.llave && (await fetch(`/sin-red/llave?hecha=${one.llave}`));
      if (stale || (asked && (await asked.json()).hecha)) await kept.drop("borradores", one.de);
    }
  };

  let soon;
  const saving = new Set();
  const saved = async () => {
    clearTimeout(soon);
    const now = [...saving];
    saving.clear();
    for (const form of now) await save(form);
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-borrador]")) return;
    saving.add(form);
    clearTimeout(soon);
    soon = setTimeout(saved, 400);
  });
  document.addEventListener("submit", saved);
  document.addEventListener("visibilitychange", async () => {
    if (!document.hidden) return;
    await saved();
    await kept.sync();
  });
  addEventListener("online", kept.sync);
  setInterval(kept.sync, 30_000);

  const start = async () => {
    await checked().catch(() => {});
    await offered().catch(() => {});
    await kept.sync();
    setTimeout(() => checked().catch(() => {}), 3_000); // the page before may write once more while this one begins
  };
  document.addEventListener("htmx:after:swap", () => offered().catch(() => {}));
  start();
})();
