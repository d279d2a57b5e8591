/**
 * How long each wait on the library, the browser and WhatsApp may take, in ms. Generous: a linked number that is
 * restarted for slowness is slower still.
 */
export interface Deadlines {
  /** For an adapter that is just going to give the number's folder free. */
  folderMs: number;
  /** From the start of Chromium to a page that shows a code or a session. */
  initializeMs: number;
  /** From a page that is there to one that is WhatsApp's. */
  pageMs: number;
  /** One call into the page. */
  callMs: number;
  /** From a message in the page to the server's acknowledgement; without it the outcome is unknown. */
  ackMs: number;
  /** One file down, or into the blob store. */
  mediaMs: number;
  /** Connected but not ready: after 1x the page is nudged, after 2x loaded anew, after 4x everything starts again. */
  readyMs: number;
  /** How often the connection is looked at, and how long an answer may take; two misses in a row are a dead page. */
  watchMs: number;
  aliveMs: number;
  /** How long calls under way may finish when the adapter ends. */
  drainMs: number;
  /** History is believed complete this long after the page was ready. */
  settleMs: number;
  /** How long to wait for a page that is being loaded anew when a sent message is looked for. */
  reconcileMs: number;
  /** What could not be decrypted is told after this. */
  ciphertextMs: number;
  /** Another browser took the session over: it is taken back after this. */
  takeoverMs: number;
}

export const DEADLINES: Deadlines = {
  folderMs: 20_000,
  initializeMs: 90_000,
  pageMs: 45_000,
  callMs: 30_000,
  ackMs: 8_000,
  mediaMs: 30_000,
  readyMs: 15_000,
  watchMs: 5_000,
  aliveMs: 10_000,
  drainMs: 5_000,
  settleMs: 3_000,
  reconcileMs: 10_000,
  ciphertextMs: 20_000,
  takeoverMs: 10_000,
};

/** A wait that has an end. The work itself goes on: nothing can be called back from a browser. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlinePassed(what, ms)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export class DeadlinePassed extends Error {
  constructor(what: string, ms: number) {
    super(`${what} took longer than ${ms} ms`);
    this.name = "DeadlinePassed";
  }
}
