import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { DemoChannel } from "./credentials.ts";

export interface DemoLogin {
  association: string;
  role: string;
  name: string;
  password: string;
  /** Base32; where the role needs a second factor. */
  totpSecret?: string;
}

/** What a program that drives the demo reads: `<data folder>/demo.json`. */
export interface DemoFile {
  url: string;
  pids: Record<string, number | undefined>;
  channels: Record<string, DemoChannel>;
  /** Staff of the demo: synthetic, and refused anywhere else. */
  logins: DemoLogin[];
  simulators: Record<string, string>;
}

/** The file is there while the demo is ready, whole at every moment, and for this account only. */
export function demoFile(dataDir: string) {
  const file = path.join(dataDir, "demo.json");
  return {
    write(demo: DemoFile): void {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      writeFileSync(`${file}.tmp`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${file}.tmp`, file);
    },
    remove(): void {
      rmSync(file, { force: true });
    },
  };
}
