import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Channel } from "../channels/channel.ts";
import type { HttpParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

const WEBHOOK_BYTES = 256 * 1024; // a channel whose provider gathers more in one call says so
const TYPES = ["application/json", "application/x-www-form-urlencoded"];

type OfChannel = { Params: { channelId: string } };

/**
 * Providers call here. The raw body goes to the channel, which checks the signature over it and the configured public
 * address; no limit by IP, because a provider's traffic comes from few addresses.
 */
export function registerWebhooks(app: FastifyInstance, parts: HttpParts): void {
  // What a provider sends is kept as bytes: parsing first would break the signature. Other types are refused (415).
  app.removeAllContentTypeParsers();
  const limits = [...parts.channels.values()].map(limitOf);
  const bodyLimit = Math.max(WEBHOOK_BYTES, ...limits);
  app.addContentTypeParser(TYPES, { parseAs: "buffer", bodyLimit }, (_request, body, done) =>
    done(null, body),
  );

  const handle =
    (path: "" | "status") => async (request: FastifyRequest<OfChannel>, reply: FastifyReply) => {
      const channel = parts.channels.get(request.params.channelId);
      if (!channel?.webhook)
        throw new Refusal(404, "channel.unknown", "no channel of this id takes webhooks");
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (rawBody.length > limitOf(channel))
        throw new Refusal(413, "http.too_large", "the body is too large");
      const answer = await channel.webhook({
        method: request.method,
        url: parts.publicUrl + request.url,
        path,
        headers: headersOf(request),
        rawBody,
      });
      return reply
        .code(answer.status)
        .headers(answer.headers ?? {})
        .send(answer.body ?? "");
    };

  app.route<OfChannel>({
    method: ["GET", "POST"],
    url: "/webhooks/:channelId",
    bodyLimit,
    handler: handle(""),
  });
  app.route<OfChannel>({
    method: ["GET", "POST"],
    url: "/webhooks/:channelId/status",
    bodyLimit,
    handler: handle("status"),
  });
}

function limitOf({ webhookBytes }: Pick<Channel, "webhookBytes">): number {
  return webhookBytes ?? WEBHOOK_BYTES;
}

function headersOf(request: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
}
