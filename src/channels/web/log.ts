import type { Choice, Outbound } from "../channel.ts";

/** What this channel needs of the log of web chat sessions: one numbered sequence a session, one item an id. */
export interface SessionLog {
  append(
    session: string,
    item: LogItem,
    options: { secret: boolean },
  ): Promise<{ item: { seq: number } }>;
  find(session: string, id: string): Promise<object | undefined>;
}

interface LogItem {
  id: string;
  type: "message";
  author: Outbound["author"];
  at: Date;
  body: LogBody;
  key: string;
}

export interface LogBody {
  kind: "text" | "choices" | "media" | "form";
  text?: string;
  options?: Omit<Choice, "number">[];
  url?: string;
  mime?: string;
  fileName?: string;
}

/** Tells open pages that it is worth looking. A lost note costs delay, never a message. */
export interface Notes {
  publish(topic: string, note: { seq: number }): void;
}
