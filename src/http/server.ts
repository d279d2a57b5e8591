import helmet from "@fastify/helmet";
import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { registerHealth } from "./health.ts";
import type { HttpParts } from "./parts.ts";
import { registerPublicPages } from "./public-pages.ts";
import { Refusal } from "./refusal.ts";
import { registerSecureForm } from "./secure-form.ts";
import { registerWebChat } from "./web-chat.ts";
import { registerWebhooks } from "./webhooks.ts";

const SMALL_BODY = 64 * 1024; // routes that take more say so themselves
const REQUEST_TIMEOUT_MS = 30_000; // a body that trickles in is cut off

/**
 * The HTTP server of the `web` role, not yet listening. Every refusal is JSON with a code and a reason
 * (`{ error: { code, message } }`), and nothing is written for it.
 */
export async function createServer(parts: HttpParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: SMALL_BODY,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 0, // streams stay open; their heartbeat ends dead ones
    trustProxy: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
  });
  await app.register(helmet, {
    contentSecurityPolicy: false,
    frameguard: false,
    crossOriginResourcePolicy: false,
    hsts: parts.production,
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof Refusal)
      return reply.code(error.status).send({ error: { code: error.code, message: error.message } });
    const status = error.statusCode ?? 500;
    if (status >= 500)
      parts.log.error({ err: error, route: request.routeOptions.url }, "request failed");
    const message =
      status >= 500 ? "Something failed here; nothing was lost, try again." : error.message;
    return reply
      .code(status >= 500 ? 503 : status)
      .send({ error: { code: error.code || "http.refused", message } });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send({ error: { code: "http.unknown", message: "there is nothing at this address" } }),
  );

  await app.register(async (scope) => registerHealth(scope, parts));
  await app.register(async (scope) => registerWebhooks(scope, parts));
  await app.register(async (scope) => registerWebChat(scope, parts));
  await app.register(async (scope) => registerSecureForm(scope, parts));
  await app.register(async (scope) => registerPublicPages(scope, parts));
  return app;
}
