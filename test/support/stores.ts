import { randomBytes } from "node:crypto";
import { inject } from "vitest";

/**
 * The stores of this run, with a database name and a Redis key prefix that no other test file has. For files named
 * `*.store.test.ts`, `*.process.test.ts` or `*.browser.test.ts`; call it once a file.
 */
export function ownStores(): { mongoUri: string; redisUrl: string; prefix: string } {
  const name = `test-${process.pid}-${randomBytes(4).toString("hex")}`;
  return {
    mongoUri: withDatabase(inject("MONGO_URI"), name),
    redisUrl: inject("REDIS_URL"),
    prefix: name,
  };
}

/** `mongodb://host/?x=1` -> `mongodb://host/name?x=1`; a database that is named already is replaced. */
export function withDatabase(uri: string, name: string): string {
  const [, server, query] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri) ?? [];
  if (server === undefined) throw new Error("not a MongoDB address");
  return `${server}/${name}${query ?? ""}`;
}
