import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Health, OutboundBody } from "../../../src/channels/channel.ts";
import { adviceFor } from "../../../src/channels/whatsapp-web/advice.ts";
import { createAcks } from "../../../src/channels/whatsapp-web/adapter/acks.ts";
import { outcomeOfError } from "../../../src/channels/whatsapp-web/adapter/errors.ts";
import { createGate, PageAway } from "../../../src/channels/whatsapp-web/adapter/gate.ts";
import { endingOf, endingOfStart } from "../../../src/channels/whatsapp-web/adapter/life.ts";
import { DeadlinePassed, within } from "../../../src/channels/whatsapp-web/deadlines.ts";
import { createPacing } from "../../../src/channels/whatsapp-web/pacing.ts";
import { recycleReason } from "../../../src/channels/whatsapp-web/recycle.ts";
import { render } from "../../../src/channels/whatsapp-web/render.ts";
import { createRestarts } from "../../../src/channels/whatsapp-web/restart.ts";
import { outbound } from "../events-recorder.ts";

const to = { channelId: "khuta-whatsapp", scheme: "wa-lid", value: "1@lid" } as const;

describe("rendering", () => {
  const options = [
    { id: "a", label: "سكن", number: 1 },
    { id: "b", label: "غذاء", number: 2 },
    { id: "skip", label: "تخطٍ", number: -1 },
  ];
  test.each<[string, OutboundBody, string]>([
    ["a text", { kind: "text", text: "أهلاً" }, "أهلاً"],
    [
      "choices",
      { kind: "choices", text: "الحاجة؟", options, numbered: false },
      "الحاجة؟\n1- سكن\n2- غذاء",
    ],
    [
      "choices numbered by hand",
      { kind: "choices", text: "1 سكن 2 غذاء", options, numbered: true },
      "1 سكن 2 غذاء",
    ],
    [
      "a form",
      { kind: "form", text: "أكملوا هنا:", url: "https://w.example/form/x" },
      "أكملوا هنا:\nhttps://w.example/form/x",
    ],
  ])("%s", (_, body, text) => {
    expect(render(outbound(to, body, "m"))).toEqual({ text, warnings: [] });
  });

  test("warns of a text that is too long", () => {
    const long = outbound(to, { kind: "text", text: "ا".repeat(4097) }, "m");
    expect(render(long).warnings).toEqual(["4097 characters, the limit is 4096"]);
  });
});

describe("pacing", () => {
  const at = { now: () => new Date(0), random: () => 0.5 };

  test("one after the other, longer texts with more typing, up to a most", () => {
    const reserve = createPacing({}, at);
    expect(reserve(10)).toEqual({ ok: true, waitMs: 0, typingMs: 520 });
    expect(reserve(10)).toEqual({ ok: true, waitMs: 600, typingMs: 520 });
    expect(reserve(4000)).toEqual({ ok: true, waitMs: 1200, typingMs: 2500 });
  });

  test("who would wait too long is told when to come again", () => {
    const reserve = createPacing({ longestWaitMs: 1_000 }, at);
    const places = Array.from({ length: 4 }, () => reserve(1));
    expect(places.at(-1)).toEqual({ ok: false, retryAfterMs: 1200 });
  });

  test("never two messages at once, and no wait that core's patience of 15 s would not bear", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5_000), { maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sizes, chance) => {
          const reserve = createPacing({}, { now: () => new Date(0), random: () => chance });
          const places = sizes.map(reserve).filter((place) => place.ok);
          const waits = places.map(({ waitMs }) => waitMs);
          expect(new Set(waits).size).toBe(waits.length);
          for (const { waitMs, typingMs } of places) expect(waitMs + typingMs).toBeLessThan(6_000);
        },
      ),
    );
  });
});

describe("restarts", () => {
  const from = (times: number[]) => {
    let now = 0;
    const restarts = createRestarts({}, { now: () => new Date(now), random: () => 0.5 });
    return times.map((time) => {
      now = time;
      return restarts.died();
    });
  };

  test("the pause doubles and has a most", () => {
    const hours = Array.from({ length: 10 }, (_, n) => n * 3_600_000);
    expect(from(hours).map(({ pauseMs }) => pauseMs / 1000)).toEqual([
      2, 4, 8, 16, 32, 64, 128, 256, 300, 300,
    ]);
  });

  test("six deaths in ten minutes are a loop, and it goes on slowly", () => {
    const deaths = from([0, 1, 2, 3, 4, 5].map((n) => n * 60_000));
    expect(deaths.map(({ isLoop }) => isLoop)).toEqual([false, false, false, false, false, true]);
    expect(deaths.at(-1)?.pauseMs).toBe(300_000);
  });

  test("a life that was ready counts anew, a loop of such lives is one all the same", () => {
    const restarts = createRestarts({}, { now: () => new Date(0), random: () => 0.5 });
    const deaths = Array.from({ length: 6 }, () => {
      restarts.wasReady();
      return restarts.died();
    });
    expect(deaths.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(deaths.at(-1)?.isLoop).toBe(true);
  });
});

describe("a browser is started afresh", () => {
  const since = new Date("2026-11-24T06:00:00Z"); // 09:00 in Riyadh
  test.each([
    ["when it is large", "2026-11-24T09:00:00Z", 2e9, "memory"],
    ["but not again at once", "2026-11-24T06:05:00Z", 2e9, undefined],
    ["not by day", "2026-11-24T21:00:00Z", 1e9, undefined],
    ["at three in the night", "2026-11-25T00:10:00Z", 1e9, "night"],
    ["after a day at the latest", "2026-11-25T06:00:00Z", 1e9, "age"],
  ])("%s", (_, now, bytes, reason) => {
    expect(recycleReason({}, { now: new Date(now), since, bytes })).toBe(reason);
  });
});

describe("what an error of the library means", () => {
  test.each<[string, unknown, "before" | "during", object]>([
    [
      "the page is away",
      new PageAway("reload"),
      "during",
      { status: "rejected", error: { class: "not-ready" } },
    ],
    [
      "the gap after a reload",
      new Error("Cannot read properties of undefined (reading 'getChat')"),
      "during",
      { status: "rejected", error: { class: "not-ready" } },
    ],
    [
      "the page went away under it",
      new Error("Execution context was destroyed."),
      "during",
      { status: "unknown" },
    ],
    [
      "the same before it was handed over",
      new Error("Execution context was destroyed."),
      "before",
      { status: "rejected", error: { class: "not-ready" } },
    ],
    ["no answer", new DeadlinePassed("sendMessage", 30_000), "during", { status: "unknown" }],
    [
      "nobody there",
      new Error("No LID for user 966551234567"),
      "during",
      { status: "rejected", error: { class: "bad-address" } },
    ],
    [
      "a text and no error",
      "upload failed: media entry was not created",
      "during",
      { status: "rejected", error: { class: "transient" } },
    ],
    ["nothing at all", undefined, "during", { status: "unknown" }],
  ])("%s", (_, error, when, outcome) => {
    expect(outcomeOfError(error, when)).toMatchObject(outcome);
    expect(JSON.stringify(outcomeOfError(error, when))).not.toContain("966551234567");
  });
});

describe("acknowledgements", () => {
  const never = new AbortController().signal;

  test("only rise; a failure counts while nobody has the message", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(-1, 0, 1, 2, 3, 4)), (marks) => {
        const acks = createAcks();
        let best = 0;
        for (const mark of marks) {
          const before = acks.of("m");
          const isNews = acks.note("m", mark);
          const after = acks.of("m");
          expect(isNews).toBe(after !== before);
          expect(after >= before || (after === -1 && before < 2)).toBe(true);
          best = Math.max(best, mark);
        }
        expect(acks.of("m") === best || best < 2).toBe(true);
      }),
    );
  });

  test("may come before anybody waits, later, too late, or never because the page goes away", async () => {
    const acks = createAcks();
    acks.note("early", 1);
    expect(await acks.wait("early", 1_000, never)).toBe(1);
    const later = acks.wait("later", 5_000, never);
    acks.note("later", -1);
    expect(await later).toBe(-1);
    expect(await acks.wait("late", 5, never)).toBe(0);
    const page = new AbortController();
    const gone = acks.wait("gone", 60_000, page.signal);
    page.abort();
    expect(await gone).toBe(0);
  });
});

describe("the gate", () => {
  test("lets nothing through before the page is ready and after it went away", async () => {
    const gate = createGate(() => new Date(0));
    const ask = () => gate.call("x", 1_000, async () => 1);
    await expect(ask()).rejects.toThrow(PageAway);
    gate.open();
    expect(await ask()).toBe(1);
    const interrupted = gate.interrupted();
    gate.close("the page is being loaded");
    await expect(ask()).rejects.toThrow("the page is being loaded");
    expect(interrupted.aborted).toBe(true);
  });

  test("gives up after the deadline, and drains only as long as it may", async () => {
    const gate = createGate(() => new Date(0));
    gate.open();
    const hanging = new Promise<never>(() => {});
    await expect(gate.call("hang", 10, () => hanging)).rejects.toThrow(
      "hang took longer than 10 ms",
    );
    await gate.drain(10);
    await expect(gate.call("x", 10, async () => 1)).rejects.toThrow(PageAway);
  });

  test("tells who waits that it is open, or that it is not yet", async () => {
    const gate = createGate(() => new Date(0));
    expect(await gate.whenOpen(5)).toBe(false);
    const waiting = gate.whenOpen(5_000);
    gate.open();
    expect(await waiting).toBe(true);
  });

  test("passes on what is thrown in time", async () => {
    await expect(within(1_000, "x", Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
});

describe("how a life ends", () => {
  test.each([
    ["LOGOUT", "logged-out"],
    ["UNPAIRED", "logged-out"],
    ["CONFLICT", "stuck"],
    ["TOS_BLOCK", "halt"],
    ["SMB_TOS_BLOCK", "halt"],
    ["PROXYBLOCK", "stuck"],
    ["DEPRECATED_VERSION", "stuck"],
    ["Max qrcode retries reached", "restart"],
  ])("%s: %s", (state, verdict) => {
    const ending = endingOf(state);
    expect(ending.verdict).toBe(verdict);
    expect(ending.action !== undefined).toBe(verdict !== "restart");
  });

  test.each<[unknown, object]>([
    ["auth timeout", { verdict: "restart", reason: expect.stringMatching(/^not-whatsapp/) }],
    [new Error("net::ERR_NAME_NOT_RESOLVED at https://web.whatsapp.com/"), { verdict: "restart" }],
    [new Error("Browser was not found at the configured executablePath"), { verdict: "stuck" }],
    [undefined, { verdict: "restart" }],
  ])("a start that failed with %s", (error, ending) => {
    expect(endingOfStart(error)).toMatchObject(ending);
  });
});

test("every state of a number says what to do about it", () => {
  const since = new Date(0);
  const all: Health[] = [
    { state: "stopped" },
    { state: "starting", since },
    { state: "pairing", since, method: "qr", payload: "x", expiresAt: since },
    { state: "pairing", since, method: "code", payload: "x", expiresAt: since },
    { state: "syncing", since },
    { state: "ready", since, identity: "+966500000000" },
    { state: "degraded", since, reason: "x" },
    { state: "reconnecting", since, attempt: 1, nextAt: since, reason: "x" },
    { state: "needs-operator", since, reason: "x", action: "do this" },
  ];
  const advice = all.map(adviceFor);
  expect(advice.every((each) => each.length > 4)).toBe(true);
  expect(advice.at(-1)).toBe("do this");
});
