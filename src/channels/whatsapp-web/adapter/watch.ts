import type { Health } from "../../channel.ts";
import { within } from "../deadlines.ts";
import type { Ending } from "../wire.ts";
import { kindOf, type Link } from "./link.ts";

/** What the watch sees of a life, and what it may do. */
export interface View {
  state(): Health["state"] | undefined;
  become(health: Health): void;
  end(ending: Ending): void;
  isLoaded: boolean;
}

const MISSES = 2; // looks without an answer until the page is taken for dead

/**
 * Looks at the connection from outside, because the library is silent just then: a browser that died gives no event, a
 * `ready` can be lost, a code that ran out is not shown anew.
 */
export function watch(link: Link, view: View): void {
  const { client, config, gate, note, now } = link;
  const { watchMs, aliveMs, readyMs, takeoverMs } = config.deadlines;
  let misses = 0;
  let waitingSince: number | undefined;
  let tried = 0;
  let troubleSince: number | undefined;

  const timer = setInterval(() => void look(), watchMs);
  timer.unref();
  let isLooking = false;

  async function look(): Promise<void> {
    if (!view.isLoaded || isLooking) return;
    isLooking = true;
    try {
      const state: string | null = await within(aliveMs, "getState", client.getState());
      misses = 0;
      await judge(state ?? "none");
    } catch (error) {
      misses += 1;
      note("warn", "the page did not say its state", { error: kindOf(error), misses });
      if (misses >= MISSES) view.end({ verdict: "restart", reason: "the page does not answer" });
    } finally {
      isLooking = false;
    }
  }

  async function judge(state: string): Promise<void> {
    if (state === "UNPAIRED_IDLE") return ask("refresh the code", REFRESH_CODE);
    if (state === "CONNECTED") {
      troubleSince = undefined;
      if (view.state() === "degraded") recovered();
      return isReady() ? settle() : hasten();
    }
    settle();
    if (isReady()) trouble(state);
  }

  const isReady = () => gate.closedBecause() === undefined || view.state() === "needs-operator";

  function settle(): void {
    waitingSince = undefined;
    tried = 0;
  }

  /** Connected, and yet not ready: the page said so before the library listened. */
  async function hasten(): Promise<void> {
    waitingSince ??= now().getTime();
    const waited = now().getTime() - waitingSince;
    const steps: [after: number, what: string, doIt: () => Promise<void>][] = [
      [1, "nudged", () => ask("nudge", NUDGE)],
      [2, "loaded anew", async () => void (await client.pupPage?.reload({ timeout: readyMs * 2 }))],
      [4, "started anew", async () => view.end({ verdict: "restart", reason: "never ready" })],
    ];
    const step = steps[tried];
    if (!step || waited < step[0] * readyMs) return;
    tried += 1;
    note("warn", `connected but not ready: ${step[1]}`, { waitedMs: waited });
    await step[2]();
  }

  /** The session stands, the connection does not. */
  function trouble(state: string): void {
    troubleSince ??= now().getTime();
    const reason = REASONS.get(state) ?? `WhatsApp says ${state}`;
    const lasting = now().getTime() - troubleSince;
    if (state === "CONFLICT" && lasting > takeoverMs * 3) {
      view.end({
        verdict: "stuck",
        reason: "conflict: another browser keeps this number's session",
        action: "close WhatsApp Web in the other browser",
      });
      return;
    }
    if (view.state() === "ready") view.become({ state: "degraded", since: now(), reason });
  }

  function recovered(): void {
    view.become({ state: "ready", since: now(), identity: `+${client.info.wid.user}` });
  }

  async function ask(what: string, source: string): Promise<void> {
    note("info", `asked the page to ${what}`);
    await within(aliveMs, what, Promise.resolve(client.pupPage?.evaluate(source)));
  }
}

// The library's own handler for this runs in Node, where there is no window.
const REFRESH_CODE = `window.require("WAWebCmd").Cmd.refreshQR()`;
const NUDGE = `window.onAppStateHasSyncedEvent()`;

const REASONS = new Map([
  ["TIMEOUT", "WhatsApp does not answer; the network of this server may be down"],
  ["OPENING", "the connection to WhatsApp is being opened again"],
  ["PAIRING", "the connection to WhatsApp is being opened again"],
  ["CONFLICT", "another browser uses this number's session; it is being taken back"],
]);
