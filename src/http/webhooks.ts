import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

const WEBHOOK_BODY = 256 * 1024;
const TYPES = ["application/json", "application/x-www-form-urlencoded"];

type OfChannel = { Params: { channelId: string } };

/**
 * Providers call here. The raw body goes to the channel, which checks the signature over it and the configured public
 * address; no limit by IP, because a provider's traffic comes from few addresses.
 */
export function registerWebhooks(app: FastifyInstance, parts: HttpParts): void {
  // What a provider sends is kept as bytes: parsing first would break the signature. Other types are refused (415).
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    TYPES,
    { parseAs: "buffer", bodyLimit: WEBHOOK_BODY },
    (_request, body, done) => done(null, body),
  );

  const handle =
    (path: "" | "status") => async (request: FastifyRequest<OfChannel>, reply: FastifyReply) => {
      const channel = parts.channels.get(request.params.channelId);
      if (!channel?.webhook)
        throw new Refusal(404, "channel.unknown", "no channel of this id takes webhooks");
      const answer = await channel.webhook({
        method: request.method,
        url: parts.publicUrl + request.url,
        path,
        headers: headersOf(request),
        rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      });
      return reply
        .code(answer.status)
        .headers(answer.headers ?? {})
        .send(answer.body ?? "");
    };

  app.route<OfChannel>({
    method: ["GET", "POST"],
    url: "/webhooks/:channelId",
    bodyLimit: WEBHOOK_BODY,
    handler: handle(""),
  });
  app.route<OfChannel>({
    method: "POST",
    url: "/webhooks/:channelId/status",
    bodyLimit: WEBHOOK_BODY,
    handler: handle("status"),
  });
}

function headersOf(request: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
}
