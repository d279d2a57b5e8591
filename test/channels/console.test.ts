import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { SendOutcome } from "../../src/channels/channel.ts";
import { createConsole } from "../../src/channels/console/channel.ts";
import { channelContract, type ChannelHarness, type Fault } from "./contract.ts";
import { outbound, recordEvents } from "./events-recorder.ts";

const id = "khuta-web";

async function consoleHarness(): Promise<ChannelHarness> {
  const channel = createConsole({ id });
  return {
    channel,
    address: (person) => ({ channelId: id, scheme: "console", value: `person${person}` }),
    write: (person, text, name) =>
      channel.say(text, { person: `person${person}`, id: name }).then(
        () => "acknowledged" as const,
        () => "refused" as const,
      ),
    fail: (fault) => {
      const { outcome, isShown } = outcomes[fault as keyof typeof outcomes];
      channel.failNext(outcome, isShown);
    },
    seen: () =>
      channel.shown.map(({ id, to, text }) => ({ providerMessageId: id, to: to.value, text })),
    reported: () => Promise.resolve(),
    stop: () => channel.stop(),
  };
}

const error = { class: "transient", message: "no answer" } as const;
const outcomes = {
  "opted-out": { outcome: refused("opted-out"), isShown: false },
  "bad-address": { outcome: refused("bad-address"), isShown: false },
  "lost-answer": { outcome: { status: "unknown", error }, isShown: true },
  "never-arrived": { outcome: { status: "unknown", error }, isShown: false },
} satisfies Partial<Record<Fault, { outcome: SendOutcome; isShown: boolean }>>;

function refused(fault: "opted-out" | "bad-address"): Extract<SendOutcome, { status: "rejected" }> {
  return { status: "rejected", error: { class: fault, message: "refused" } };
}

channelContract("console", consoleHarness, {
  faults: Object.keys(outcomes) as Fault[],
  inbound: true,
});

test("a line typed in the terminal comes in, and what is sent is printed", async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const channel = createConsole({ id, terminal: { input, output } });
  const events = recordEvents();
  await channel.start(events);
  input.write("السلام عليكم\n");
  await expect
    .poll(() => events.inbound.map(({ body }) => body))
    .toEqual([{ kind: "text", text: "السلام عليكم" }]);
  const [message] = events.inbound;
  if (!message) throw new Error("nothing came in");
  await channel.send(outbound(message.from.address, { kind: "text", text: "أهلاً بكم" }, "m1"));
  expect(String(output.read())).toBe("أهلاً بكم\n\n");
  await channel.stop();
});

test("the same message sent twice is shown once", async () => {
  const channel = createConsole({ id });
  await channel.start(recordEvents());
  const to = { channelId: id, scheme: "console", value: "console" } as const;
  for (const _ of [1, 2]) await channel.send(outbound(to, { kind: "text", text: "أهلاً" }, "m1"));
  expect(channel.shown).toHaveLength(1);
});
