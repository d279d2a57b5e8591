import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { SimMessage } from "./message.ts";

/** What a telephone still knows after it was switched off. */
interface Remembered {
  linkedDevice?: string;
  messages: SimMessage[];
  unread: [remote: string, count: number][];
  book: [phone: string, lid: string | undefined][];
}

/** One number's memory: what it was, and a place to put what it is. */
export interface Memory {
  remembered: Remembered;
  /** Something has changed; `read` is asked a moment later, once for many changes. */
  changed(read: () => Remembered): void;
  flush(): void;
}

const SOON_MS = 100;
const LARGEST_FILE = 500_000; // characters of base64; a larger file has expired after the next start
const NOTHING: Remembered = { messages: [], unread: [], book: [] };

/** In a file of `folder`; without one the memory ends with the process, which is what tests want. */
export function createMemory(folder: string | undefined, id: string): Memory {
  if (folder === undefined)
    return {
      remembered: structuredClone(NOTHING),
      changed: () => undefined,
      flush: () => undefined,
    };
  const file = path.join(folder, `${id.replaceAll(/[^\w-]/g, "_")}.json`);
  let pending: (() => Remembered) | undefined;

  function flush(): void {
    if (!pending) return;
    const kept = pending();
    pending = undefined;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.tmp`, JSON.stringify({ ...kept, messages: kept.messages.map(slim) }), {
      mode: 0o600,
    });
    renameSync(`${file}.tmp`, file);
  }

  return {
    remembered: readBack(file),
    changed(read) {
      if (!pending) setTimeout(flush, SOON_MS).unref();
      pending = read;
    },
    flush,
  };
}

function readBack(file: string): Remembered {
  try {
    return { ...NOTHING, ...(JSON.parse(readFileSync(file, "utf8")) as Partial<Remembered>) };
  } catch {
    return structuredClone(NOTHING); // the first start
  }
}

function slim(message: SimMessage): SimMessage {
  if ((message.file?.data?.length ?? 0) <= LARGEST_FILE || !message.file) return message;
  const { data: _, ...file } = message.file;
  return { ...message, file };
}
