import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";
import type { Config } from "./config.ts";
import { scrubError, scrubMessage, scrubTree } from "./scrub.ts";

export type Log = Logger;

/**
 * The log: one JSON object a line, scrubbed as the last thing before it leaves, so that bindings of child logs,
 * serializers of libraries and interpolated messages pass the same net.
 */
export function createLog(level: Config["logLevel"], destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime, // epoch seconds look like identity numbers
      serializers: { err: serializeError, error: serializeError },
      formatters: { log: withErrorsSpelled },
      hooks: { streamWrite: scrubLine },
    },
    destination ?? pino.destination(1),
  );
}

function serializeError(error: unknown): unknown {
  return error instanceof Error ? scrubError(error) : error;
}

/** An Error under any other key would be written as `{}`. */
function withErrorsSpelled(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.values(fields).some((value) => value instanceof Error)
    ? Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, serializeError(value)]))
    : fields;
}

// What pino itself writes and no person can reach: kept as it is.
const OWN = ["level", "time", "pid"] as const;

function scrubLine(line: string): string {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return `${JSON.stringify({ level: 50, msg: scrubMessage(line.trim()) })}\n`;
  }
  const own = Object.fromEntries(OWN.map((key) => [key, fields[key]]));
  const msg = typeof fields["msg"] === "string" ? { msg: scrubMessage(fields["msg"]) } : {};
  return `${JSON.stringify({ ...(scrubTree(fields) as object), ...own, ...msg })}\n`;
}
