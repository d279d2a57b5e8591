import { afterAll, beforeAll, expect, test } from "vitest";
import { lastInboundAt, mayContact } from "../../src/conversation/people.ts";
import { isSendingOff, switchSending } from "../../src/conversation/sending-switch.ts";
import { khuta, openCorridor, type Corridor } from "../support/corridor.ts";
import { ownStores } from "../support/stores.ts";

/* What channels are told of the people behind their addresses, from what a real MongoDB holds. */

const { mongoUri } = ownStores();
let corridor: Corridor;
let now = new Date("2026-11-24T09:00:00Z");

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => now });
});
afterAll(() => corridor.stop());

const addressOf = (value: string) => ({ channelId: "khuta-sms", scheme: "e164", value }) as const;
const last = (value: string) =>
  lastInboundAt(corridor.store, khuta, { address: addressOf(value), now });

test("the 24 hours begin when the person wrote, not when somebody answered", async () => {
  await corridor.write("+966551000001", "هلا");
  await corridor.quiet();
  const wroteAt = now;
  now = new Date(now.getTime() + 20 * 3_600_000);
  expect(await last("+966551000001")).toEqual(wroteAt);
  await corridor.write("+966551000001", "1");
  await corridor.quiet();
  expect(await last("+966551000001")).toEqual(now);
  expect(await last("+966551999999")).toBeUndefined();
});

test("only who has written to the association, by any channel, may be written to first", async () => {
  await corridor.write("+966551000002", "هلا");
  await corridor.quiet();
  expect(await mayContact(corridor.store, khuta, { to: addressOf("+966551000002") })).toBe(true);
  expect(await mayContact(corridor.store, khuta, { to: addressOf("+966551000003") })).toBe(false);
});

test("who wrote by SMS may be written to on WhatsApp, by the same number", async () => {
  const to = (digits: string) =>
    ({ channelId: "khuta-whatsapp", scheme: "wa-pn", value: `${digits}@c.us` }) as const;
  await corridor.write("+966551000004", "هلا");
  await corridor.quiet();
  expect(await mayContact(corridor.store, khuta, { to: to("966551000004") })).toBe(true);
  expect(await mayContact(corridor.store, khuta, { to: to("966551000005") })).toBe(false);
});

test("sending by a channel is on until somebody turns it off, and again afterwards", async () => {
  const { settings } = corridor.store;
  expect(await isSendingOff(settings, "khuta-whatsapp")).toBe(false);
  await switchSending(settings, "khuta-whatsapp", "off");
  expect(await isSendingOff(settings, "khuta-whatsapp")).toBe(true);
  expect(await isSendingOff(settings, "ratel-whatsapp")).toBe(false);
  await switchSending(settings, "khuta-whatsapp", "on");
  expect(await isSendingOff(settings, "khuta-whatsapp")).toBe(false);
});
