import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { createTwilioClient } from "../../../src/channels/twilio-client.ts";

const root = path.resolve(import.meta.dirname, "../../..");

test("runs as a process of its own, says where, and ends when told", async () => {
  const accountSid = `AC${"a1".repeat(16)}`;
  const script = "src/simulators/twilio/main.ts";
  const child = spawn(
    process.execPath,
    ["--import", "tsx", script, "--account", `${accountSid}:token`, "--step-ms", "1"],
    { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const client = createTwilioClient({
    accountSid,
    authToken: "token",
    apiUrl: url,
    timeoutMs: 5000,
  });
  const sent = await client.messages.create({ to: "+966551234501", from: "KHUTA", body: "نعم" });
  expect(sent.status).toBe("queued");
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});
