import net from "node:net";
import type { MongoAnswer, MongoEngine } from "./mongo-engine.ts";

const OP_REPLY = 1;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const MAX_MESSAGE_BYTES = 48_000_000; // maxMessageSizeBytes of MongoDB

export interface WireServer {
  port: number;
  close(): Promise<void>;
}

/** Lets ordinary drivers speak to the engine: MongoDB's wire protocol on a loopback port (0 = any free one). */
export async function serveWire(engine: MongoEngine, port: number): Promise<WireServer> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve(engine, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as net.AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Messages of one connection are answered in the order they came; a driver runs in parallel by more connections. */
function serve(engine: MongoEngine, socket: net.Socket): void {
  let chunks: Buffer[] = [];
  let received = 0;
  let queue = Promise.resolve();
  let replies = 0;

  const answer = async (message: Buffer) => {
    const reply = await engine.roundTrip(message);
    if (reply.moreToCome || socket.destroyed) return;
    socket.write(frameOf(reply, ++replies));
  };
  socket.on("error", () => socket.destroy()); // the driver went away; "close" does the rest
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    received += chunk.length;
    for (;;) {
      if (received < HEADER_BYTES) return;
      let head = chunks[0] as Buffer;
      if (head.length < HEADER_BYTES) chunks = [(head = Buffer.concat(chunks))];
      const length = head.readInt32LE(0);
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
        socket.destroy();
        return;
      }
      if (received < length) return; // joined once when whole: a large document comes in many pieces
      const all = chunks.length === 1 ? head : Buffer.concat(chunks);
      const message = all.subarray(0, length);
      chunks = all.length > length ? [all.subarray(length)] : [];
      received -= length;
      queue = queue
        .then(() => answer(message))
        .catch(() => {
          socket.destroy(); // a driver repeats what it got no answer to, or tells its caller
        });
    }
  });
}

function frameOf({ requestId, legacy, response }: MongoAnswer, id: number): Buffer {
  const bodyAt = HEADER_BYTES + (legacy ? 20 : 5);
  const frame = Buffer.alloc(bodyAt + response.length);
  frame.writeInt32LE(frame.length, 0);
  frame.writeInt32LE(id, 4);
  frame.writeInt32LE(requestId, 8);
  frame.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  // OP_MSG: no flags, section kind 0. OP_REPLY: no flags, no cursor, from 0, one document.
  if (legacy) frame.writeInt32LE(1, 32);
  response.copy(frame, bodyAt);
  return frame;
}
