/*
 * The stand-in for a gateway of text messages as a process of its own:
 *   node --import tsx src/simulators/sms-gateways/main.ts --gateway android-phone --account user:password:key
 *   node --import tsx src/simulators/sms-gateways/main.ts --gateway unifonic --account appSid:SENDER --dlr-url http://...
 * It says in one line of JSON where it listens. The accounts are made up, so they may stand on a command line.
 */
import { parseArgs } from "node:util";
import { startSmsGatewaySim, type GatewayAccount } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    gateway: { type: "string", default: "android-phone" },
    account: { type: "string", default: "" },
    "dlr-url": { type: "string" },
    "step-ms": { type: "string", default: "50" },
  },
});
const [first = "", second = "", third = ""] = values.account.split(":");
const dlrUrl = values["dlr-url"];
const account: GatewayAccount =
  values.gateway === "unifonic"
    ? { gateway: "unifonic", appSid: first, senders: [second], ...(dlrUrl ? { dlrUrl } : {}) }
    : { gateway: "android-phone", user: first, password: second, signingKey: third };
const sim = await startSmsGatewaySim({
  port: Number(values.port),
  account,
  stepMs: Number(values["step-ms"]),
});
process.stdout.write(`${JSON.stringify({ url: sim.url })}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void sim.stop());
