import { fc, test as prop } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { createRateLimit } from "../../src/channels/rate-limit.ts";

const start = new Date("2026-11-24T09:00:00Z").getTime();

/** A limit whose clock moves only when told. */
function limitAt(channel: [number, number], recipient: [number, number]) {
  let now = start;
  const limit = createRateLimit({
    channel: { capacity: channel[0], perSecond: channel[1] },
    recipient: { capacity: recipient[0], perSecond: recipient[1] },
    now: () => new Date(now),
  });
  return { take: limit.take, wait: (ms: number) => (now += ms) };
}

describe("a limit counted in parts", () => {
  test("lets a full bucket go at once, then as fast as it fills", () => {
    const { take, wait } = limitAt([4, 2], [100, 100]);
    expect(take("a", 2)).toEqual({ ok: true });
    expect(take("b", 2)).toEqual({ ok: true });
    expect(take("c", 1)).toEqual({ ok: false, retryAfterMs: 500 });
    wait(499);
    expect(take("c", 1).ok).toBe(false);
    wait(1);
    expect(take("c", 1)).toEqual({ ok: true });
  });

  test("holds back one recipient and nobody else", () => {
    const { take } = limitAt([100, 10], [2, 0.1]);
    take("flooded", 2);
    expect(take("flooded", 1)).toEqual({ ok: false, retryAfterMs: 10_000 });
    expect(take("other", 2)).toEqual({ ok: true });
  });

  test("a refusal by the recipient's bucket costs the channel nothing", () => {
    const { take } = limitAt([3, 1], [1, 1]);
    take("a", 1);
    for (let i = 0; i < 10; i += 1) expect(take("a", 1).ok).toBe(false);
    expect(take("b", 1)).toEqual({ ok: true });
    expect(take("c", 1)).toEqual({ ok: true });
  });

  test("a text larger than the bucket leaves when the bucket is full, and is paid back", () => {
    const { take, wait } = limitAt([2, 1], [100, 100]);
    expect(take("a", 5)).toEqual({ ok: true });
    expect(take("b", 1)).toEqual({ ok: false, retryAfterMs: 4000 });
    wait(4000);
    expect(take("b", 1)).toEqual({ ok: true });
  });

  test("a clock that is set back gives nothing and stops nothing", () => {
    const { take, wait } = limitAt([1, 1], [10, 10]);
    take("a", 1);
    wait(-3_600_000);
    expect(take("a", 1)).toEqual({ ok: false, retryAfterMs: 1000 });
    wait(1000);
    expect(take("a", 1)).toEqual({ ok: true });
  });

  test("many thousand recipients are forgotten when their buckets are full again, not before", () => {
    const { take, wait } = limitAt([1e9, 1e9], [1, 1]);
    take("first", 1);
    for (let i = 0; i < 12_000; i += 1) take(`r${i}`, 1);
    expect(take("first", 1).ok).toBe(false);
    wait(1000);
    expect(take("first", 1).ok).toBe(true);
  });
});

const step = fc.record({
  waitMs: fc.nat({ max: 3000 }),
  recipient: fc.constantFrom("a", "b", "c"),
  segments: fc.integer({ min: 1, max: 4 }),
});
const bucket = fc.tuple(fc.integer({ min: 4, max: 10 }), fc.constantFrom(0.5, 1, 3, 10));

prop.prop([bucket, bucket, fc.array(step, { maxLength: 60 })])(
  "never more leaves than capacity and refill allow, for the channel and for each recipient",
  (channel, recipient, steps) => {
    const { take, wait } = limitAt(channel, recipient);
    const left: { at: number; recipient: string; segments: number }[] = [];
    let at = 0;
    for (const { waitMs, recipient: to, segments } of steps) {
      wait(waitMs);
      at += waitMs;
      if (take(to, segments).ok) left.push({ at, recipient: to, segments });
    }
    const within = (of: typeof left, [capacity, perSecond]: [number, number]) =>
      of.every((first, index) => {
        let sum = 0;
        return of.slice(index).every(({ at: later, segments }) => {
          sum += segments;
          return sum <= capacity + ((later - first.at) / 1000) * perSecond + 1e-3;
        });
      });
    expect(within(left, channel)).toBe(true);
    for (const name of ["a", "b", "c"]) {
      expect(
        within(
          left.filter((each) => each.recipient === name),
          recipient,
        ),
      ).toBe(true);
    }
  },
);

prop.prop([bucket, bucket, fc.array(step, { minLength: 1, maxLength: 40 })])(
  "the wait that a refusal names is enough and not a millisecond too long",
  (channel, recipient, steps) => {
    const { take, wait } = limitAt(channel, recipient);
    for (const { waitMs, recipient: to, segments } of steps) {
      wait(waitMs);
      const taken = take(to, segments);
      if (taken.ok) continue;
      wait(taken.retryAfterMs - 1);
      expect(take(to, segments).ok).toBe(false);
      wait(1);
      expect(take(to, segments).ok).toBe(true);
    }
  },
);
