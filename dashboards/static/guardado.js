// What this device keeps, in one database of the browser that pages and the service worker share:
// `filas` rows of the queue to read, `ordenes` decisions to send, `borradores` forms that were begun.
"use strict";
self.kept = (() => {
  const opened = () =>
    new Promise((done, failed) => {
      const asked = indexedDB.open("atalaya", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("filas", { keyPath: "codigo" });
        asked.result.createObjectStore("ordenes", { keyPath: "llave" });
        asked.result.createObjectStore("borradores", { keyPath: "de" });
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  const within = async (store, mode, work) => {
    const base = await opened();
    try {
      return await new Promise((done, failed) => {
        const change = base.transaction(store, mode);
        const asked = work(change.objectStore(store));
        change.oncomplete = () => done(asked.result);
        change.onabort = () => failed(change.error);
      });
    } finally {
      base.close();
    }
  };
  const act = (store, mode, verb, ...what) => within(store, mode, (all) => all[verb](...what));
  return {
    all: (store) => act(store, "readonly", "getAll"),
    get: (store, key) => act(store, "readonly", "get", key),
    put: (store, value) => act(store, "readwrite", "put", value),
    drop: (store, key) => act(store, "readwrite", "delete", key),
    // Change what is held in one step, so that nothing written meanwhile is lost: `made` gives the value that follows the
    // one held, null to drop it, undefined to leave it.
    change: (store, key, made) =>
      within(store, "readwrite", (all) => {
        const asked = all.get(key);
        asked.onsuccess = () => {
          const next = made(asked.result);
          if (next) all.put(next);
          else if (next === null) all.delete(key);
        };
        return asked;
      }),
    clear: (store) => act(store, "readwrite", "clear"),
    // An order is one form that was sent: whose it is stands in its key, and the session's token is not kept.
    order: (address, fields) => {
      const named = fields.filter(([name, value]) => name !== "csrf" && typeof value === "string");
      const key = Object.fromEntries(named).llave;
      return { llave: key, persona: key.split(".")[0], ruta: address, campos: named, at: Date.now() };
    },
  };
})();
