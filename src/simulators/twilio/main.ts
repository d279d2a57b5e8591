/*
 * The stand-in for Twilio as a process of its own:
 *   node --import tsx src/simulators/twilio/main.ts --port 4010 --account AC...:token [--account ...] [--step-ms 50]
 * It says in one line of JSON where it listens. The accounts are made up, so their tokens may stand on a command line.
 */
import { parseArgs } from "node:util";
import { startTwilioSim } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    account: { type: "string", multiple: true, default: [] },
    "step-ms": { type: "string", default: "50" },
  },
});
const accounts = values.account.map((account) => {
  const [sid = "", authToken = ""] = account.split(":");
  return { sid, authToken };
});
const sim = await startTwilioSim({
  port: Number(values.port),
  accounts,
  stepMs: Number(values["step-ms"]),
});
process.stdout.write(`${JSON.stringify({ url: sim.url })}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void sim.stop());
