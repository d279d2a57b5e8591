/* A process that holds stores, to be killed by tests:  store-parent <data folder>  prints the stores as JSON. */
import { openStores } from "../../src/embedded/stores.ts";

const dataDir = process.argv[2];
if (!dataDir) throw new Error("usage: store-parent <data folder>");
const stores = await openStores({ dataDir });
process.on("SIGTERM", () => void stores.stop().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ ...stores, pids: stores.pids })}\n`);
