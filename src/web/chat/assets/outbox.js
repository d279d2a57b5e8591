/**
 * What the person has written and the server has not confirmed. Head first, one at a time, so order is kept; the key
 * makes a repeat harmless. Texts and choices survive a reload; a file cannot, and says so by failing.
 */
export function createOutbox({ storage, api, onState, onExpired }) {
  const waiting = (storage.get("outbox") ?? []).filter((entry) => entry.body);
  let isFlushing = false;
  let failures = 0;
  let timer;

  function keep() {
    storage.set(
      "outbox",
      waiting.filter((entry) => entry.body).map(({ key, body, shown }) => ({ key, body, shown })),
    );
  }

  async function flush() {
    if (isFlushing) return;
    isFlushing = true;
    clearTimeout(timer);
    while (waiting.length > 0 && api.hasSession()) {
      const [entry] = waiting;
      onState(entry, "sending");
      const answer = entry.file
        ? await api.upload(entry.key, entry.file, (part) => onState(entry, "sending", part))
        : await api.post(entry.key, entry.body);
      if (answer?.status === 401) {
        onExpired();
        break;
      }
      if (isTemporary(answer)) {
        onState(entry, "waiting");
        failures += 1;
        timer = setTimeout(
          () => void flush(),
          Math.max(answer?.retryAfterMs ?? 0, pause(failures)),
        );
        break;
      }
      failures = 0;
      waiting.shift();
      keep();
      onState(entry, answer.status < 300 ? "sent" : "refused", answer.code);
    }
    isFlushing = false;
  }

  return {
    entries: () => waiting,
    /** Not confirmed yet, whatever the log shows already. */
    has: (key) => waiting.some((entry) => entry.key === key),
    put(entry) {
      const kept = { key: newKey(), ...entry };
      waiting.push(kept);
      keep();
      return kept;
    },
    flush,
    /** The line is back: do not wait for the next try. */
    hurry() {
      failures = 0;
      void flush();
    },
  };
}

/** No answer, a server in trouble, or "not so fast". Anything else will not get better by asking again. */
function isTemporary(answer) {
  return answer === undefined || answer.status >= 500 || [0, 408, 425, 429].includes(answer.status);
}

const LONGEST_PAUSE_MS = 15_000;

/** Jitter: a restarted server must not meet everyone at once. */
function pause(failures) {
  return Math.min(LONGEST_PAUSE_MS, 250 * 2 ** failures) * (0.5 + Math.random() / 2);
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Only pages of https (and localhost) have randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
