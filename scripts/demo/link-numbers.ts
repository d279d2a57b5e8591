import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 300;
const ENTERING_MS = 500; // somebody reads eight letters and enters them

interface Seen {
  isLinked: boolean;
  isSynced: boolean;
  events: { type: string; data: { isLinked?: boolean } }[];
}

/**
 * Links each WhatsApp number as its owner would: when Wasl's page shows a code, the telephone of the stand-in takes it.
 * Once for each number, so that unlinking can be seen afterwards; a number that is linked already is only told of. A
 * stand-in of somebody else that cannot be steered is left to whoever runs it: the worker then shows the code.
 */
export function linkNumbers(
  standIn: string,
  channelIds: readonly string[],
  tell: (what: string) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const work = Promise.all(channelIds.map(link));

  async function link(id: string): Promise<void> {
    let isEntered = false;
    while (!signal.aborted) {
      const seen = await look(id);
      if (seen?.isSynced) {
        tell(
          `${id}: linked${isEntered ? " by its code, which the stand-in entered" : ", as before"}`,
        );
        return;
      }
      if (seen && !seen.isLinked && !isEntered && isAsking(seen)) {
        await sleep(ENTERING_MS, undefined, { signal }).catch(() => undefined);
        isEntered = await enter(id);
      }
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async function look(id: string): Promise<Seen | undefined> {
    const response = await fetch(`${standIn}/sim/${id}/events`, { signal }).catch(() => undefined);
    return response?.ok ? ((await response.json().catch(() => undefined)) as Seen) : undefined;
  }

  async function enter(id: string): Promise<boolean> {
    const pairing = { method: "POST", body: "[]", signal };
    const response = await fetch(`${standIn}/sim/${id}/pair`, pairing).catch(() => undefined);
    return response?.ok ?? false;
  }

  return {
    async stop() {
      stopping.abort();
      await work;
    },
  };
}

/** The page of this moment has shown a code: the one before it may have been closed. */
function isAsking({ events }: Seen): boolean {
  const hello = events.findLastIndex(({ type }) => type === "hello");
  return events.slice(hello + 1).some(({ type }) => type === "pairingCodeRequested");
}
