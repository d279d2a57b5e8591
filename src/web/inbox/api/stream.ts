import type { LiveEvent } from "../../../http/staff/api.ts";
import { readEvents } from "./read-events.ts";

const SILENCE_MS = 40_000; // the server says something every 15 s
const WAITS_MS = [500, 1_000, 2_000, 5_000, 10_000];

export type Line = "connecting" | "open" | "lost";

/**
 * The server's news, each once and in order: a line that was cut says where it stood and gets what it missed. Read with
 * fetch, because an EventSource that has given up forgets its place.
 */
export function openStream(hear: {
  onEvent(event: LiveEvent): void;
  onLine(line: Line): void;
  /** A line without a place to go on from: what is shown may be old. */
  onFresh(): void;
  onSignedOut(): void;
}): () => void {
  let last: string | undefined;
  let failures = 0;
  let isClosed = false;
  let cut = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function listen(): Promise<void> {
    cut = new AbortController();
    const from = last;
    try {
      const answer = await fetch("/api/stream", {
        headers: { accept: "text/event-stream", ...(from ? { "last-event-id": from } : {}) },
        signal: cut.signal,
      });
      if (answer.status === 401) return hear.onSignedOut();
      if (!answer.ok || !answer.body) throw new Error(`stream ${answer.status}`);
      failures = 0;
      hear.onLine("open");
      if (from === undefined) hear.onFresh();
      await read(answer.body);
    } catch {
      // The same as an end: try again from where we stood.
    }
    if (isClosed) return;
    hear.onLine("lost");
    const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 10_000;
    failures += 1;
    timer = setTimeout(() => {
      timer = undefined;
      void listen();
    }, wait);
  }

  async function read(body: ReadableStream<Uint8Array>): Promise<void> {
    let silence = setTimeout(() => cut.abort(), SILENCE_MS);
    try {
      for await (const { id, data } of readEvents(body, () => {
        clearTimeout(silence);
        silence = setTimeout(() => cut.abort(), SILENCE_MS);
      })) {
        if (id !== undefined && id === last) continue;
        if (id !== undefined) last = id;
        if (data !== "") hear.onEvent(JSON.parse(data) as LiveEvent);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  const again = () => {
    if (isClosed || !timer) return;
    clearTimeout(timer);
    timer = undefined;
    failures = 0;
    void listen();
  };
  window.addEventListener("online", again);
  hear.onLine("connecting");
  void listen();
  return () => {
    isClosed = true;
    clearTimeout(timer);
    window.removeEventListener("online", again);
    cut.abort();
  };
}
