import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { startEmbeddedMongo } from "../../src/embedded/mongo.ts";
import { connectStore } from "../../src/store/index.ts";
import { masterKey } from "./opened.ts";
import { conversation, inboxRow, khuta, laneOf } from "./samples.ts";

const dataDir = mkdtempSync(path.join(tmpdir(), "wasl-kill-"));
const mongo = await startEmbeddedMongo({ dataDir });
afterAll(async () => {
  await mongo.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const WRITERS = 16;
const KILLS = 3;

test("a database killed with -9 under writers loses no message and no turn that was acknowledged", async () => {
  // The bare address: that writes are journaled is for the store to see to.
  const mongoUri = mongo.uri.replace(/&w=.*$/, "");
  const { store, close } = await connectStore({ mongoUri, masterKey });
  const accepted: string[] = [];
  const versions = new Map<string, number>();
  const failures: unknown[] = [];
  const over = new AbortController();

  async function write(n: number): Promise<void> {
    const id = `killed${n}`;
    for (let turn = 1, version = 1; !over.signal.aborted; turn++) {
      try {
        const row = inboxRow(`${n}.${turn}`, { lane: laneOf(n) });
        await store.inbox.accept(khuta, row);
        accepted.push(row.id);
        const outcome = await store.conversations.commit(conversation(id, { version }));
        if (outcome === "saved") versions.set(id, version);
        version =
          1 +
          (outcome === "saved"
            ? version
            : ((await store.conversations.load(khuta, id))?.version ?? 0));
      } catch (error) {
        failures.push(error);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  const writers = Array.from({ length: WRITERS }, (_, n) => write(n));
  for (let kill = 1; kill <= KILLS; kill++) {
    const before = accepted.length;
    await vi.waitFor(() => expect(accepted.length).toBeGreaterThan(before + 200), {
      timeout: 30_000,
    });
    const killed = mongo.pid;
    process.kill(killed, "SIGKILL");
    await vi.waitFor(() => expect(mongo.pid).not.toBe(killed), { timeout: 30_000 });
  }
  const before = accepted.length;
  await vi.waitFor(() => expect(accepted.length).toBeGreaterThan(before + 50), { timeout: 30_000 });
  over.abort();
  await Promise.all(writers);

  expect(failures.length).toBeGreaterThan(0); // the kills did hit writes under way
  for (const failure of failures) {
    expect(failure).toMatchObject({ code: "store.unavailable", retryable: true });
  }
  const lost = [];
  for (const id of accepted) {
    // A row that is there is a duplicate; one that was lost would be stored anew.
    if ((await store.inbox.accept(khuta, inboxRow(id.replace("khuta-sms|", "")))) === "stored")
      lost.push(id);
  }
  expect(lost).toEqual([]);
  const goneBack = [];
  for (const [id, version] of versions) {
    const stored = await store.conversations.load(khuta, id);
    if ((stored?.version ?? 0) < version) goneBack.push(id);
  }
  expect(versions.size).toBe(WRITERS);
  expect(goneBack).toEqual([]);
  await close();
}, 120_000);
