import type { IncomingHttpHeaders } from "node:http";
import type { Refuse } from "./faults.ts";
import type { Network, Reporting, SimMessage } from "./network.ts";

export interface Request {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: object;
}

/** `hang` and `cut` are answers that never come. */
export type Answer = Reply | "hang" | "cut";

/** In what the APIs of gateways differ. */
export interface Dialect extends Reporting {
  /** The message that a request asks to send, or the answer to anything else. */
  read(request: Request, network: Network): Pick<SimMessage, "id" | "person" | "text"> | Reply;
  taken(message: SimMessage): Reply;
  refuse(fault: Refuse): Reply;
}
