/*
 * The stand-in for Meta's Graph API as a process of its own:
 *   node --import tsx src/simulators/graph/main.ts --port 4020 --number <phone number id>:<number>:<token>:<app secret>
 * It says in one line of JSON where it listens. The numbers are made up, so their tokens may stand on a command line.
 */
import { parseArgs } from "node:util";
import { startGraphSim } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    number: { type: "string", multiple: true, default: [] },
    "step-ms": { type: "string", default: "50" },
  },
});
const numbers = values.number.map((number) => {
  const [phoneNumberId = "", displayPhoneNumber = "", accessToken = "", appSecret = ""] =
    number.split(":");
  return { phoneNumberId, displayPhoneNumber, accessToken, appSecret };
});
const sim = await startGraphSim({
  port: Number(values.port),
  numbers,
  stepMs: Number(values["step-ms"]),
});
process.stdout.write(`${JSON.stringify({ url: sim.url })}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void sim.stop());
