import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/** One message that was begun, and what became of it. */
interface Sent {
  id: string;
  /** The recipient by all his names: the page may file the message under another one than it was given. */
  chats: readonly string[];
  print: string;
  at: number;
  providerId?: string;
  /** Ids of the choices in the order of a poll. */
  poll?: readonly string[];
}

type Line =
  | ({ e: "begun" } & Omit<Sent, "providerId">)
  | { e: "sent"; id: string; providerId: string; at: number }
  | { e: "failed"; id: string; at: number }
  | { e: "received"; providerId: string; at: number }
  | { e: "linked"; at: number };

/**
 * What this number has sent and received, on disk, because the process may be killed between any two steps: so that a
 * message is found again instead of sent again, our own is not taken for one typed on the telephone, and what came while
 * nobody listened is told from what is known. It holds ids and fingerprints, no text.
 */
export function openJournal(folder: string, now: () => Date) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "journal.jsonl");
  const sent = new Map<string, Sent>();
  const byProviderId = new Map<string, Sent>();
  const received = new Set<string>();
  let linkedAt: number | undefined;
  let lastAt = 0;

  function apply(line: Line): void {
    lastAt = Math.max(lastAt, line.e === "received" ? line.at : 0);
    switch (line.e) {
      case "begun": {
        const { e: _, ...rest } = line;
        sent.set(line.id, rest);
        return;
      }
      case "sent": {
        const found = sent.get(line.id);
        if (!found) return;
        found.providerId = line.providerId;
        byProviderId.set(line.providerId, found);
        return;
      }
      case "failed":
        sent.delete(line.id);
        return;
      case "received":
        received.add(line.providerId);
        return;
      case "linked":
        linkedAt = line.at;
        return;
    }
  }

  function write(line: Line): void {
    apply(line);
    appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }

  for (const line of compacted(file, now().getTime() - KEPT_MS)) apply(line);

  return {
    begin(entry: Pick<Sent, "id" | "chats" | "print"> & { poll?: readonly string[] }): void {
      write({ e: "begun", ...entry, at: now().getTime() });
    },
    /** The page has it, under this id. */
    sentAs(id: string, providerId: string): void {
      if (sent.get(id)?.providerId === providerId) return;
      write({ e: "sent", id, providerId, at: now().getTime() });
    },
    /** It has not left and may be sent anew. */
    failed(id: string): void {
      if (sent.has(id)) write({ e: "failed", id, at: now().getTime() });
    },
    /** When it was handed to the page, whatever became of it; undefined once it is known that it has not left. */
    begunAt(id: string): Date | undefined {
      const at = sent.get(id)?.at;
      return at === undefined ? undefined : new Date(at);
    },
    providerIdOf: (id: string) => sent.get(id)?.providerId,
    sentBy: (providerId: string) => byProviderId.get(providerId),
    /** A message of ours that the page shows: known, or begun and without an id yet. Notes the id. */
    claim(message: { providerId: string; remote: string; print: string; at: Date }): boolean {
      if (byProviderId.has(message.providerId)) return true;
      const open = [...sent.values()].find(
        ({ providerId, chats, print, at }) =>
          providerId === undefined &&
          print === message.print &&
          chats.includes(message.remote) &&
          at - CLOCK_TOLERANCE_MS <= message.at.getTime(),
      );
      if (!open) return false;
      this.sentAs(open.id, message.providerId);
      return true;
    },
    received(providerId: string, at: Date): void {
      if (!received.has(providerId)) write({ e: "received", providerId, at: at.getTime() });
    },
    wasReceived: (providerId: string) => received.has(providerId),
    /** When this number was linked for the first time: what people wrote before is not ours to answer. */
    linkedAt: () => (linkedAt === undefined ? undefined : new Date(linkedAt)),
    linked(): void {
      if (linkedAt === undefined) write({ e: "linked", at: now().getTime() });
    },
    /** Sent time of the newest message that is safely stored. */
    lastReceivedAt: () => (lastAt === 0 ? undefined : new Date(lastAt)),
  };
}

export type Journal = ReturnType<typeof openJournal>;

/** The same text gives the same print, however the page pads it. */
export function printOf(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  return createHash("sha256").update(plain).digest("base64url").slice(0, 22);
}

const KEPT_MS = 14 * 24 * 3600_000;
const CLOCK_TOLERANCE_MS = 5_000; // the page tells whole seconds

/** Reads what is kept and leaves out what is old; the last line may be torn by a kill. */
function compacted(file: string, oldest: number): Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").flatMap(lineOf);
  const kept = lines.filter((line) => line.e === "linked" || line.at >= oldest);
  const draft = `${file}.new`;
  writeFileSync(draft, kept.map((line) => `${JSON.stringify(line)}\n`).join(""), { mode: 0o600 });
  renameSync(draft, file);
  return kept;
}

function lineOf(text: string): Line[] {
  try {
    return [JSON.parse(text) as Line];
  } catch {
    return [];
  }
}
