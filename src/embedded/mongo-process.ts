/*
 * The embedded MongoDB as a process of its own, because a fatal invariant of the engine aborts the process that it
 * lives in. Started by mongo.ts:  node mongo-process.js <folder> <port> <sweep interval in ms>
 * Says "ready <port>" on its standard output, and stops when its standard input closes: then its parent is gone,
 * however that came about.
 */
import { openEngine } from "./mongo-engine.ts";
import { sweepExpired } from "./ttl-sweep.ts";
import { serveWire } from "./wire-server.ts";

const [folder, port, sweepMs] = process.argv.slice(2);
if (!folder) throw new Error("usage: mongo-process <folder> <port> <sweep interval in ms>");

const engine = await openEngine(folder);
const server = await serveWire(engine, Number(port)).catch(async (error: unknown) => {
  await engine.close();
  throw error;
});
const sweeper = sweepEvery(Number(sweepMs), server.port);

let isStopping = false;
const stop = async () => {
  if (isStopping) return;
  isStopping = true;
  clearInterval(sweeper);
  await server.close();
  await engine.close();
  process.exit(0);
};
process.on("SIGTERM", () => void stop());
process.stdin.on("close", () => void stop()).on("error", () => void stop());
process.stdin.resume();
// With the parent gone nobody reads these, and a failed write must not spoil the clean stop.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
process.stdout.write(`ready ${server.port}\n`);

function sweepEvery(intervalMs: number, ownPort: number): NodeJS.Timeout {
  let running = Promise.resolve();
  const sweep = async () => {
    const { mongo } = await import("mongoose"); // a minute later, so that it does not slow the start
    const client = new mongo.MongoClient(`mongodb://127.0.0.1:${ownPort}/?directConnection=true`);
    try {
      await sweepExpired(client, new Date());
    } finally {
      await client.close();
    }
  };
  return setInterval(() => {
    running = running.then(sweep).catch((error: unknown) => {
      if (!isStopping) process.stderr.write(`TTL sweep: ${String(error)}\n`);
    });
  }, intervalMs);
}
