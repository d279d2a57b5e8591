import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Health } from "../../../src/channels/channel.ts";
import { createGate } from "../../../src/channels/whatsapp-web/adapter/gate.ts";
import type { Link } from "../../../src/channels/whatsapp-web/adapter/link.ts";
import { watch } from "../../../src/channels/whatsapp-web/adapter/watch.ts";
import { DEADLINES } from "../../../src/channels/whatsapp-web/deadlines.ts";
import type { Ending } from "../../../src/channels/whatsapp-web/wire.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page that says what it is told to, and a life that is watched. */
function watched(state: Health["state"], answers: () => Promise<string | null>) {
  const asked: string[] = [];
  const health: Health[] = [];
  const endings: Ending[] = [];
  const now = () => new Date();
  const gate = createGate(now);
  let current = state;
  const client = {
    getState: answers,
    info: { wid: { user: "966500000001" } },
    pupPage: {
      evaluate: async (source: string) => void asked.push(source),
      reload: async () => void asked.push("reload"),
    },
  };
  const link = { client, gate, now, note() {}, config: { deadlines: DEADLINES } };
  watch(link as unknown as Link, {
    state: () => current,
    become(next) {
      current = next.state;
      health.push(next);
    },
    end: (ending) => void endings.push(ending),
    isLoaded: true,
  });
  return { gate, asked, health, endings };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

test("connected but not ready: nudged, then loaded anew, then started anew", async () => {
  const { asked, endings } = watched("syncing", async () => "CONNECTED");
  await seconds(18);
  expect(asked).toEqual([]);
  await seconds(5);
  expect(asked).toEqual([expect.stringContaining("onAppStateHasSyncedEvent")]);
  await seconds(15);
  expect(asked.at(-1)).toBe("reload");
  expect(endings).toEqual([]);
  await seconds(35);
  expect(endings).toMatchObject([{ verdict: "restart" }]);
});

test("ready and connected: nothing is done", async () => {
  const { gate, asked, endings, health } = watched("ready", async () => "CONNECTED");
  gate.open();
  await seconds(600);
  expect([asked, endings, health]).toEqual([[], [], []]);
});

test("a page that hangs, or throws, is started anew after the second look", async () => {
  const hanging = watched("ready", () => new Promise(() => {}));
  await seconds(40);
  expect(hanging.endings[0]).toMatchObject({
    verdict: "restart",
    reason: expect.stringMatching(/answer/),
  });
  const throwing = watched("ready", () => Promise.reject(new Error("Target closed")));
  await seconds(12);
  expect(throwing.endings[0]).toMatchObject({ verdict: "restart" });
});

test("one slow answer is forgiven", async () => {
  let looks = 0;
  const slow = () => (++looks === 1 ? new Promise<never>(() => {}) : Promise.resolve("CONNECTED"));
  const { gate, endings } = watched("ready", slow);
  gate.open();
  await seconds(120);
  expect(endings).toEqual([]);
});

test("no network: degraded while it lasts, and ready again", async () => {
  let state = "TIMEOUT";
  const { gate, health } = watched("ready", async () => state);
  gate.open();
  await seconds(30);
  state = "CONNECTED";
  await seconds(10);
  expect(health).toMatchObject([
    { state: "degraded", reason: expect.stringMatching(/network/) },
    { state: "ready", identity: "+966500000001" },
  ]);
});

test("another browser that keeps the session is an operator's matter", async () => {
  const { gate, endings } = watched("ready", async () => "CONFLICT");
  gate.open();
  await seconds(60);
  expect(endings[0]).toMatchObject({ verdict: "stuck", action: expect.stringMatching(/close/) });
});

test("a code that ran out is refreshed in the page", async () => {
  const { asked } = watched("pairing", async () => "UNPAIRED_IDLE");
  await seconds(6);
  expect(asked).toEqual([expect.stringContaining("refreshQR")]);
});
