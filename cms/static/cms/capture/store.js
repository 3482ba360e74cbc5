// What a person finished, kept in this phone: in its database, or in memory where there is none.

const memory = new Map(); // where the phone cannot keep anything
const opened = new Promise((resolve) => {
  try {
    const request = indexedDB.open("cosecha-capture", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => resolve(null);
  } catch {
    resolve(null);
  }
});

async function store(mode, act) {
  const database = await opened;
  if (!database) return null;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("entries", mode);
    const request = act(transaction.objectStore("entries"));
    transaction.oncomplete = () => resolve(request.result ?? true);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export async function keep(entry) {
  const isKept = await store("readwrite", (entries) => entries.put(entry)).catch(() => null);
  if (isKept === null) memory.set(entry.key, entry);
}

export async function erase(key) {
  memory.delete(key);
  await store("readwrite", (entries) => entries.delete(key)).catch(() => null);
}

export async function kept() {
  const stored = await store("readonly", (entries) => entries.getAll()).catch(() => null);
  return [...(stored || []), ...memory.values()].sort((a, b) => a.at - b.at);
}

/** Whether something would be lost if the page were closed. */
export const isInMemory = () => memory.size > 0;
