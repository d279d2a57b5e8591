import type { IncomingMessage, ServerResponse } from "node:http";
import { answer } from "../http.ts";
import type { Network } from "./network.ts";
import type { SimNumber } from "./number.ts";
import { errorBody, type Refusal } from "./refusals.ts";
import type { GraphSim } from "./server.ts";

/** One request of the stand-in and all that is needed to answer it. */
export interface Exchange {
  url: URL;
  request: IncomingMessage;
  response: ServerResponse;
  network: Network;
  sim: Omit<GraphSim, "url">;
  numbers: readonly SimNumber[];
}

export function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) response.setHeader("retry-after", retryAfterSeconds);
  answer(response, status, errorBody(refusal));
}
