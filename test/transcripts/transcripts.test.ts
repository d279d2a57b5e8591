import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runTranscript } from "./transcript.ts";

const files = goldenFiles();

test("there are transcripts", () => {
  expect(files.length).toBeGreaterThan(10);
});

test.each(files)("%s", async (file) => {
  const full = path.join(import.meta.dirname, file);
  await expect(runTranscript(readFileSync(full, "utf8"))).toMatchFileSnapshot(full);
});

function goldenFiles(): string[] {
  const all = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  return all.filter((file) => file.endsWith(".golden")).toSorted();
}
