import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");
const script = "src/simulators/sms-gateways/main.ts";

test.each<[string, string[], string, string]>([
  ["android-phone", ["--account", "phone:password:key"], "/messages", "401"],
  ["unifonic", ["--account", "synthetic:KHUTA"], "/rest/SMS/messages", "200"],
])(
  "%s runs as a process of its own, says where, and ends when told",
  async (name, more, at, status) => {
    const child = spawn(process.execPath, ["--import", "tsx", script, "--gateway", name, ...more], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const { url } = JSON.parse(line) as { url: string };
    const answer = await fetch(url + at, { method: "POST", body: "AppSid=synthetic" });
    expect(String(answer.status)).toBe(status);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  },
);
