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
  const act = async (store, mode, verb, ...what) => {
    const base = await opened();
    try {
      return await new Promise((done, failed) => {
        const change = base.transaction(store, mode);
        const asked = change.objectStore(store)[verb](...what);
        change.oncomplete = () => done(asked.result);
        change.onabort = () => failed(change.error);
      });
    } finally {
      base.close();
    }
  };
  return {
    all: (store) => act(store, "readonly", "getAll"),
    get: (store, key) => act(store, "readonly", "get", key),
    put: (store, value) => act(store, "readwrite", "put", value),
    drop: (store, key) => act(store, "readwrite", "delete", key),
    // Change what is held in one step, so that nothing written meanwhile is lost: `made` gives the value that follows the
    // one held, null to drop it, undefined to leave it.
    change: async (store, key, made) => {
      const base = await opened();
      try {
        await new Promise((done, failed) => {
          const change = base.transaction(store, "readwrite");
          const all = change.objectStore(store);
          const asked = all.get(key);
          asked.onsuccess = () => {
            const next = made(asked.result);
            if (next) all.put(next);
            else if (next === null) all.delete(key);
          };
          change.oncomplete = done;
          change.onabort = () => failed(change.error);
        });
      } finally {
        base.close();
      }
    },
    clear: (store) => act(store, "readwrite", "clear"),
    // An order is one form that was sent: whose it is stands in its key, and the session's token is not kept.
    order: (address, fields) => {
      const named = fields.filter(([name, value]) => name !== "csrf" && typeof value === "string");
      const key = Object.fromEntries(named).llave;
      return { llave: key, persona: key.split(".")[0], ruta: address, campos: named, at: Date.now() };
    },
  };
})();
