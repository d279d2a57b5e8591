import type { SessionView } from "../../../http/staff/api.ts";

/** One case on the table. */
export type Point = SessionView["agenda"][number];
export const votes = ["accepted", "partly", "deferred", "declined"] as const;
