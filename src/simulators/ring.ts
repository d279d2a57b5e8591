import { setTimeout as sleep } from "node:timers/promises";

const MAX_ATTEMPTS = 3;

/**
 * Calls a webhook, and again while the answer is none or one that the provider would not take for taken. Every answer is
 * written to `attempts`; 0 = no connection.
 */
export async function ring(
  call: {
    url: string;
    request: RequestInit & { signal: AbortSignal };
    waitMs: number;
    isTaken(status: number): boolean;
  },
  attempts: number[],
): Promise<void> {
  const { url, request, waitMs, isTaken } = call;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const status = await statusOf(url, request);
    attempts.push(status);
    if ((status > 0 && isTaken(status)) || request.signal.aborted) break;
    if (attempt < MAX_ATTEMPTS) await sleep(waitMs);
  }
}

async function statusOf(url: string, request: RequestInit): Promise<number> {
  try {
    const response = await fetch(url, request);
    await response.arrayBuffer(); // gives the connection back
    return response.status;
  } catch {
    return 0;
  }
}
