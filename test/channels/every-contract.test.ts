import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { transports } from "../../src/channels/channel.ts";

/* A transport without the shared contract is a promise that nobody has tried. */

const held = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => readFileSync(path.join(import.meta.dirname, file), "utf8"))
  .flatMap((text) => [...text.matchAll(/channelContract\(\s*"([a-z-]+)/g)].map(([, name]) => name));

test.each(transports)("%s keeps the contract of every channel", (transport) => {
  expect(held).toContain(transport);
});
