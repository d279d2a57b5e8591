import net from "node:net";
import { afterEach, expect, test } from "vitest";
import type { MongoEngine } from "../../src/embedded/mongo-engine.ts";
import { serveWire } from "../../src/embedded/wire-server.ts";
import type { WireServer } from "../../src/embedded/wire-server.ts";

/** Answers each message with its own body, so that a mixed-up or cut message shows. */
const echo: MongoEngine = {
  roundTrip: async (message) => ({
    requestId: message.readInt32LE(4),
    moreToCome: message.readInt32LE(8) === 1,
    legacy: false,
    response: Buffer.from(message.subarray(16)),
  }),
  close: async () => {},
};

let server: WireServer;
afterEach(() => server.close());

test("messages arrive whole and in order, however the stream is cut", async () => {
  server = await serveWire(echo, 0);
  const stream = Buffer.concat([1, 2, 3, 4].map((id) => message(id, `body ${id}`.repeat(id * 9))));
  for (const size of [1, 7, 17, 100, stream.length]) {
    const replies = await exchange(stream, size, 4);
    expect(replies.map(({ to }) => to)).toEqual([1, 2, 3, 4]);
    expect(replies.map(({ body }) => body)).toEqual(
      [1, 2, 3, 4].map((id) => `body ${id}`.repeat(id * 9)),
    );
  }
});

test("a message that wants no reply gets none", async () => {
  server = await serveWire(echo, 0);
  const quiet = message(1, "quiet");
  quiet.writeInt32LE(1, 8);
  const replies = await exchange(Buffer.concat([quiet, message(2, "loud")]), 1_000, 1);
  expect(replies.map(({ to }) => to)).toEqual([2]);
});

test.each([
  ["shorter than its header", 4],
  ["longer than MongoDB allows", 48_000_001],
])("a message that says it is %s ends the connection", async (_, length) => {
  server = await serveWire(echo, 0);
  const bad = message(1, "bad");
  bad.writeInt32LE(length, 0);
  expect(await exchange(bad, 1_000, 1)).toEqual([]);
});

test("a failure of the engine ends that connection only", async () => {
  let calls = 0;
  const failing: MongoEngine = {
    ...echo,
    roundTrip: (one) => (calls++ === 0 ? Promise.reject(new Error("no")) : echo.roundTrip(one)),
  };
  server = await serveWire(failing, 0);
  expect(await exchange(message(1, "first"), 1_000, 1)).toEqual([]);
  expect(await exchange(message(2, "second"), 1_000, 1)).toHaveLength(1);
});

function message(id: number, body: string): Buffer {
  const bytes = Buffer.alloc(16 + Buffer.byteLength(body));
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(id, 4);
  bytes.writeInt32LE(2013, 12);
  bytes.write(body, 16);
  return bytes;
}

/** Sends the stream in pieces and collects replies until there are enough or the connection ends. */
function exchange(stream: Buffer, size: number, enough: number) {
  return new Promise<{ to: number; body: string }[]>((resolve, reject) => {
    const replies: { to: number; body: string }[] = [];
    let rest = Buffer.alloc(0);
    const socket = net.connect(server.port, "127.0.0.1", () => {
      for (let at = 0; at < stream.length; at += size) socket.write(stream.subarray(at, at + size));
    });
    socket.on("error", reject).on("close", () => resolve(replies));
    socket.on("data", (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 16 && rest.length >= rest.readInt32LE(0)) {
        const length = rest.readInt32LE(0);
        replies.push({ to: rest.readInt32LE(8), body: rest.toString("utf8", 21, length) });
        rest = rest.subarray(length);
      }
      if (replies.length >= enough) socket.destroy();
    });
  });
}
