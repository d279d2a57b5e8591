import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MediaRef } from "../../../src/channels/channel.ts";
import type { WhatsappCloudOptions } from "../../../src/channels/whatsapp-cloud/options.ts";
import { recordEvents, type EventsRecorder } from "../events-recorder.ts";
import { cloudHarness, digitsOf, NUMBER, type CloudHarness } from "./harness.ts";

type Save = NonNullable<WhatsappCloudOptions["saveMedia"]>;

const picture = Buffer.from("a picture, synthetic");
let harness: CloudHarness;
let events: EventsRecorder;
let saved: { bytes: string; mime: string; fileName: string | undefined }[];

beforeEach(async () => {
  harness = await cloudHarness();
  events = recordEvents();
  saved = [];
});
afterEach(() => harness.stop());

const save: Save = async (bytes, mime, fileName) => {
  saved.push({ bytes: Buffer.from(bytes).toString(), mime, fileName });
  return `k${saved.length}`;
};

/** A person sends a file; what became of it, and how the webhook was answered. */
async function receive(
  options: Partial<WhatsappCloudOptions>,
): Promise<{ media: MediaRef | undefined; attempts: number[] }> {
  const channel = harness.makeChannel(options);
  await channel.start(events);
  harness.take(channel);
  const { id } = harness.sim.addFile({ base64: picture.toString("base64"), mime: "image/jpeg" });
  const { calls } = await harness.sim.inbound({
    phoneNumberId: NUMBER.phoneNumberId,
    messages: [
      {
        person: { waId: digitsOf(1) },
        content: {
          type: "document",
          document: { id, mime_type: "image/jpeg", filename: "../id.jpg", caption: "الهوية" },
        },
      },
    ],
  });
  const body = events.inbound[0]?.body;
  return {
    media: body?.kind === "media" ? body.media[0] : undefined,
    attempts: calls[0]?.attempts ?? [],
  };
}

test("a file is kept before its message is stored", async () => {
  const { media, attempts } = await receive({ saveMedia: save });
  expect(media).toEqual({
    providerRef: expect.stringMatching(/^\d+$/),
    mime: "image/jpeg",
    fileName: "id.jpg",
    bytes: picture.length,
    sha256: createHash("sha256").update(picture).digest("hex"),
    state: "fetched",
    storageKey: "k1",
  });
  expect(saved).toEqual([{ bytes: picture.toString(), mime: "image/jpeg", fileName: "id.jpg" }]);
  expect(attempts).toEqual([200]);
});

test("without a place to keep them files stay at Meta", async () => {
  expect((await receive({})).media).toMatchObject({ state: "pending" });
});

test("a file that the sink refuses stays out, its message comes in", async () => {
  const { media } = await receive({ saveMedia: async () => ({ refusal: "malware" }) });
  expect(media).toMatchObject({ state: "refused", refusal: "malware" });
  expect(media?.storageKey).toBeUndefined();
});

test("a sink that is away means that nothing is stored, and Meta calls again", async () => {
  let failures = 1;
  const { media, attempts } = await receive({
    async saveMedia(...file) {
      failures -= 1;
      if (failures >= 0) throw new Error("the blob store is away");
      return save(...file);
    },
  });
  expect(attempts).toEqual([503, 200]);
  expect(media).toMatchObject({ state: "fetched" });
});

test("a file that Meta says to be too large is not fetched", async () => {
  const { media } = await receive({ saveMedia: save, media: { maxBytes: 10 } });
  expect(media).toMatchObject({ state: "refused", refusal: "too-large" });
  expect(saved).toEqual([]);
});

test("nor kept when it turns out larger than was told", async () => {
  harness.sim.plan({ fault: { kind: "media", how: "larger" } });
  const { media } = await receive({ saveMedia: save, media: { maxBytes: 10 } });
  expect(media).toMatchObject({ state: "refused", refusal: "too-large" });
  expect(saved).toEqual([]);
});

test("a file that is gone has expired", async () => {
  harness.sim.plan({ fault: { kind: "media", how: "gone" } });
  expect((await receive({ saveMedia: save })).media).toMatchObject({ state: "expired" });
});

test("a file that does not come in time is left, and its message is not held up", async () => {
  harness.sim.plan({ fault: { kind: "media", how: "hang" } });
  const { media, attempts } = await receive({ saveMedia: save, media: { timeoutMs: 200 } });
  expect(media).toMatchObject({ state: "pending" });
  expect(attempts).toEqual([200]);
});

test("the token is not carried to a stranger's address", async () => {
  harness.sim.plan({ fault: { kind: "media", how: "elsewhere" } });
  expect((await receive({ saveMedia: save })).media).toMatchObject({ state: "pending" });
  expect(saved).toEqual([]);
});
