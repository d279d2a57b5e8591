import helmet from "@fastify/helmet";
import Fastify, { type FastifyInstance } from "fastify";
import { registerChatPages } from "./chat-pages.ts";
import { registerErrors } from "./errors.ts";
import { registerFilePages } from "./file-pages.ts";
import { measureRequests, registerHealth } from "./health.ts";
import { registerLetterPage } from "./letter-page.ts";
import type { HttpParts } from "./parts.ts";
import { registerSecureForm } from "./secure-form.ts";
import { registerWebChat } from "./web-chat.ts";
import { registerWebhooks } from "./webhooks.ts";

const SMALL_BODY = 64 * 1024; // routes that take more or less say so themselves
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 180_000; // a photograph of a document over a weak mobile line
const SILENCE_TIMEOUT_MS = 45_000; // a body that stalls is cut off; streams say something every 15 s
const CHECK_EVERY_MS = 5_000;

/**
 * The HTTP server of the `web` role, not yet listening. Every refusal is JSON with a code and a reason
 * (`{ error: { code, message } }`), a page for people where people come, and nothing is written for it.
 */
export async function createServer(parts: HttpParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false, // addresses may hold tokens: what is logged is the pattern of a route
    bodyLimit: SMALL_BODY,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CHECK_EVERY_MS },
    // A proxy beside us may say for whom it asks; a caller from the network may not.
    trustProxy: ["loopback", "linklocal", "uniquelocal"],
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
  });
  await app.register(helmet, {
    contentSecurityPolicy: false, // each page has its own
    frameguard: false, // frame-ancestors says it, site by site
    hsts: parts.production,
    referrerPolicy: { policy: "no-referrer" },
  });
  registerErrors(app, parts);
  const metrics = measureRequests(app);

  await app.register(async (scope) => registerHealth(scope, parts, metrics));
  await app.register(async (scope) => registerWebhooks(scope, parts));
  await app.register(async (scope) => registerWebChat(scope, parts));
  await app.register(async (scope) => registerSecureForm(scope, parts));
  await app.register(async (scope) => registerFilePages(scope, parts));
  await app.register(async (scope) => registerLetterPage(scope, parts));
  await app.register(async (scope) => registerChatPages(scope, parts));
  return app;
}
