/*
 * The stand-in for web.whatsapp.com as a process of its own:
 *   node --import tsx src/simulators/whatsapp-web/main.ts --port 4020
 * It says in one line of JSON where it listens.
 */
import { parseArgs } from "node:util";
import { startWhatsappSim } from "./server.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
const sim = await startWhatsappSim({ port: Number(values.port) });
process.stdout.write(`${JSON.stringify({ url: sim.url })}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void sim.stop());
