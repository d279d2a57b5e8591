/*
 * Loaded into every child of the demo before Wasl itself. A child stops cleanly when the pipe to its parent closes; but
 * when the parent was killed, the stores go at the same moment, and a clean stop may wait for them for ever.
 */
const GRACE_MS = 10_000;

const leave = () => process.exit(1);
if (!process.connected) leave();
process.once("disconnect", () => setTimeout(leave, GRACE_MS).unref());
