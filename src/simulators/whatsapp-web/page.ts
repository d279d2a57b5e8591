import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a page is told about itself; each can be changed for the next load of the page (`configure`). */
export interface PageConfig {
  /** Our own number, digits only, and its other name. */
  phone: string;
  lid: string;
  pushname: string;
  version: string;
  /** "$1" imitates the rename of message ids in July 2026. */
  idMode: "_serialized" | "$1";
  /** Time until the page says that it has synchronised; 0 loses `ready`. */
  syncDelay?: number;
  openDelay?: number;
  bootDelay?: number;
  /** False: another browser keeps the session. */
  canTakeOver?: boolean;
  /** In-page modules that this version of the page does not have. */
  missing?: string[];
}

/**
 * The page as one document, because the library answers exactly one address with it: each script of ./page becomes a
 * data URL, and an import map gives them their names back.
 */
export function pageHtml(config: PageConfig & { account: string; server: string }): string {
  const imports = Object.fromEntries(
    [...scripts].map(([name, source]) => [
      `sim/${name}`,
      `data:text/javascript;base64,${Buffer.from(source).toString("base64")}`,
    ]),
  );
  return [
    "<!doctype html><meta charset=utf-8><title>WhatsApp</title>",
    `<script type="importmap">${JSON.stringify({ imports })}</script>`,
    `<script>globalThis.__SIM_CONFIG = ${JSON.stringify(config).replaceAll("<", "\\u003c")};</script>`,
    '<script type="module">import "sim/boot.js";</script>',
  ].join("\n");
}

const folder = path.join(import.meta.dirname, "page");

/** A relative name means nothing in a data URL. */
const scripts = new Map(
  readdirSync(folder).map((name) => [
    name,
    readFileSync(path.join(folder, name), "utf8").replaceAll('from "./', 'from "sim/'),
  ]),
);
