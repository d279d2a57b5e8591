/*
 * Looks at the machine and the configuration, one line each, with what mends it.
 *   npm run doctor                    as the environment stands
 *   npm run doctor -- --production    as production would see it
 *   npm run doctor -- --failpoints    the names that FAILPOINT takes
 */
import { argv, env, stdout } from "node:process";
import { failpoints } from "../src/conversation/failpoint.ts";
import type { Check, Finding } from "./doctor/finding.ts";
import { arabicFont, chromium, dataFolder, glibc, node } from "./doctor/machine.ts";
import { channelSecrets, configuration, port, publicAddress } from "./doctor/settings.ts";
import { mongodb, redis } from "./doctor/stores.ts";

const checks: Record<string, Check> = {
  Node: node,
  "C library": glibc,
  Configuration: configuration,
  "Secrets of channels": channelSecrets,
  MongoDB: mongodb,
  Redis: redis,
  Chromium: chromium,
  "Arabic font": arabicFont,
  "Data folder": dataFolder,
  "Public address": publicAddress,
  Port: port,
};

stdout.on("error", () => {}); // `npm run doctor | head` is no failure
if (argv.includes("--failpoints")) listFailpoints();
else await examine();

function listFailpoints(): void {
  for (const [name, meaning] of Object.entries(failpoints)) say(`${name.padEnd(24)} ${meaning}`);
}

async function examine(): Promise<void> {
  const seen = argv.includes("--production") ? { ...env, NODE_ENV: "production" } : env;
  const states: Finding["state"][] = [];
  for (const [name, check] of Object.entries(checks)) {
    const finding = await check(seen);
    states.push(finding.state);
    say(lineOf(name, finding));
  }
  const count = (state: Finding["state"]) => states.filter((one) => one === state).length;
  say(`${count("ok")} well, ${count("note")} to know, ${count("fault")} to mend`);
  process.exitCode = count("fault") > 0 ? 1 : 0;
}

function lineOf(name: string, { state, text, fix }: Finding): string {
  const head = `${state.padEnd(5)} ${name}: ${text}`;
  if (!fix) return head;
  return fix.ar === fix.en ? `${head} -> ${fix.en}` : `${head} -> ${fix.en} | ${fix.ar}`;
}

function say(line: string): void {
  stdout.write(`${line}\n`);
}
