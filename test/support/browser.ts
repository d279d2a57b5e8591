import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type Page } from "playwright-core";
import { findProgram } from "../../src/embedded/find-program.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The Chromium of this machine. */
export function openBrowser(): Promise<Browser> {
  const executablePath =
    process.env["CHROMIUM_PATH"] ?? findProgram("chromium") ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: FLAGS });
}

const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds, in one line each; `rules`: by these alone. Its count of looks is part of the answer: a check that saw nothing has failed. */
export async function axe(
  page: Page,
  rules?: string[],
): Promise<{ violations: string[]; looked: number }> {
  // A frame of the chat allows no script, not even that of axe: the form in it is looked at on its own.
  const builder = new AxeBuilder({ page }).exclude("iframe");
  const { violations, passes } = await (
    rules ? builder.withRules(rules) : builder.withTags(LEVELS)
  ).analyze();
  return {
    violations: violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`,
    ),
    looked: passes.length,
  };
}
