import type wweb from "whatsapp-web.js";
import type {
  AdapterConfig,
  FailpointName,
  FromAdapter,
  IncomingFile,
  NoteFields,
} from "../wire.ts";
import type { Inbound } from "../../channel.ts";
import type { Gate } from "./gate.ts";
import type { Journal } from "./journal.ts";

/** What the parts of an adapter process share. */
export interface Link {
  config: AdapterConfig;
  client: wweb.Client;
  gate: Gate;
  journal: Journal;
  now: () => Date;
  /** Resolves when the message is safely stored outside this process. */
  pass(inbound: Inbound, file?: IncomingFile): Promise<"stored" | "duplicate">;
  tell(message: Exclude<FromAdapter, { type: "inbound" | "ending" }>): void;
  note(level: "info" | "warn" | "error", text: string, fields?: NoteFields): void;
  failpoint(name: FailpointName): void;
}

/** What an error says of itself in a log: its kind, never a text that may quote a person. */
export function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error.slice(0, 40) : "unknown";
  const [line = ""] = error.message.split("\n");
  return `${error.name}: ${line.slice(0, 100)}`;
}
