import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");

test("runs as a process of its own, says where, and ends when told", async () => {
  const number = "200000000000002:966550000001:synthetic-token:synthetic-secret";
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "src/simulators/graph/main.ts", "--number", number, "--step-ms", "1"],
    { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const sent = await fetch(`${url}/v24.0/200000000000002/messages`, {
    method: "POST",
    headers: { authorization: "Bearer synthetic-token" },
    body: JSON.stringify({
      messaging_product: "whatsapp",
      to: "966551234501",
      type: "text",
      text: { body: "نعم" },
    }),
  });
  expect(await sent.json()).toMatchObject({ messages: [{ message_status: "accepted" }] });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});
