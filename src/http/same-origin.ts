import type { FastifyRequest } from "fastify";
import { Refusal } from "./refusal.ts";

/**
 * A page of another site must not act through a person's browser. Browsers say where a request comes from; programs say
 * nothing and pass, because they have to hold the token anyway. "null" is what our own form page says: its referrer
 * policy hides the address that holds the token.
 */
export function refuseOtherSites(request: FastifyRequest, publicUrl: string): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) {
    if (site !== "same-origin" && site !== "none") throw refusal();
    return;
  }
  const { origin, host } = request.headers;
  if (origin === undefined || origin === "null") return;
  const isOwn =
    URL.canParse(origin) && [new URL(publicUrl).host, host].includes(new URL(origin).host);
  if (!isOwn) throw refusal();
}

function refusal(): Refusal {
  return new Refusal(403, "http.origin", "this must be sent from its own page");
}
