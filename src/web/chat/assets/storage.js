/**
 * What must outlive a reload of this tab. Browsers may forbid storage inside a frame of another site: then it lives as
 * long as the page does, and the chat works all the same.
 */
export function createStorage(prefix) {
  const memory = new Map();
  const session = usableSession();
  return {
    get(name) {
      const text = session ? session.getItem(prefix + name) : memory.get(name);
      return text == null ? undefined : JSON.parse(text);
    },
    set(name, value) {
      const text = JSON.stringify(value);
      memory.set(name, text);
      try {
        session?.setItem(prefix + name, text);
      } catch {
        // full: the copy in memory serves until the page is closed
      }
    },
    remove(name) {
      memory.delete(name);
      session?.removeItem(prefix + name);
    },
  };
}

function usableSession() {
  try {
    const storage = window.sessionStorage;
    storage.getItem("");
    return storage;
  } catch {
    return undefined;
  }
}
