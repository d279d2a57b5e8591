import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MediaRef } from "../../../src/channels/channel.ts";
import type { TwilioWhatsappOptions } from "../../../src/channels/whatsapp-twilio/options.ts";
import { recordEvents, type EventsRecorder } from "../events-recorder.ts";
import {
  ACCOUNT,
  CHANNEL_ID,
  OUR_NUMBER,
  twilioWhatsappHarness,
  writtenOf,
  type TwilioWhatsappHarness,
} from "./harness.ts";

type Save = NonNullable<TwilioWhatsappOptions["saveMedia"]>;

const picture = Buffer.from("a picture, synthetic");
let harness: TwilioWhatsappHarness;
let events: EventsRecorder;
let saved: string[];

beforeEach(async () => {
  harness = await twilioWhatsappHarness();
  events = recordEvents();
  saved = [];
});
afterEach(() => harness.stop());

const save: Save = async (bytes, mime) => {
  saved.push(`${mime} ${Buffer.from(bytes).toString()}`);
  return `k${saved.length}`;
};

/** A person sends a file; what became of it, and how often Twilio had to call. */
async function receive(
  saveMedia: Save | undefined,
  url = harness.sim.addFile({
    accountSid: ACCOUNT.sid,
    base64: picture.toString("base64"),
    mime: "image/jpeg",
  }).url,
): Promise<{ media: MediaRef | undefined; attempts: number[] }> {
  const channel = harness.makeChannel(saveMedia ? { saveMedia } : {});
  await channel.start(events);
  harness.take(channel);
  const { calls } = await harness.sim.inbound({
    accountSid: ACCOUNT.sid,
    from: writtenOf(1),
    to: `whatsapp:${OUR_NUMBER}`,
    body: "الهوية",
    url: `${harness.publicUrl}/webhooks/${CHANNEL_ID}`,
    media: [{ url, contentType: "image/jpeg" }],
  });
  const body = events.inbound[0]?.body;
  return {
    media: body?.kind === "media" ? body.media[0] : undefined,
    attempts: calls[0]?.attempts ?? [],
  };
}

test("a file is fetched with the account's password, from where it lies without, and kept before its message", async () => {
  const { media, attempts } = await receive(save);
  expect(media).toMatchObject({
    mime: "image/jpeg",
    bytes: picture.length,
    sha256: createHash("sha256").update(picture).digest("hex"),
    state: "fetched",
    storageKey: "k1",
  });
  expect(saved).toEqual([`image/jpeg ${picture.toString()}`]);
  expect(attempts).toEqual([200]);
});

test("without a place to keep them files stay at Twilio", async () => {
  expect((await receive(undefined)).media).toMatchObject({ state: "pending" });
});

test("a file that the sink refuses stays out, its message comes in", async () => {
  const { media } = await receive(async () => ({ refusal: "type" }));
  expect(media).toMatchObject({ state: "refused", refusal: "type" });
  expect(media?.storageKey).toBeUndefined();
});

test("a sink that is away means that nothing is stored, and Twilio calls again", async () => {
  let failures = 1;
  const { media, attempts } = await receive(async (...file) => {
    if (failures-- > 0) throw new Error("the database is away");
    return save(...file);
  });
  expect(attempts).toEqual([503, 200]);
  expect(media).toMatchObject({ state: "fetched" });
});

test.each([
  [
    "a file that is gone",
    `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT.sid}/Messages/MM9/Media/ME9`,
    "expired",
  ],
  [
    "a file of another account",
    "https://api.twilio.com/2010-04-01/Accounts/AC/Media/ME0",
    "pending",
  ],
  ["a file of another host", "https://evil.example/2010-04-01/Media/ME0", "pending"],
  ["a host that only ends like Twilio's", "https://eviltwilio.com/Media/ME0", "pending"],
  ["a machine of our own", "http://10.0.0.1/Media/ME0", "pending"],
])("%s costs the file and not the message", async (_what, url, state) => {
  const { media, attempts } = await receive(save, url);
  expect(media).toMatchObject({ state });
  expect(saved).toEqual([]);
  expect(attempts).toEqual([200]);
});
