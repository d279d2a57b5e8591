import type { FastifyInstance, FastifyRequest } from "fastify";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { HttpParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

const CHECK_DEADLINE_MS = 3_000;

/** `/healthz`: this process lives. `/readyz`: what it depends on answers. `/metrics`: from this host only. */
export function registerHealth(app: FastifyInstance, parts: HttpParts, metrics: Registry): void {
  app.get("/healthz", () => ({ ok: true }));

  app.get("/readyz", async (_request, reply) => {
    const checks = await Promise.all(
      Object.entries(parts.checks).map(
        async ([name, check]) => [name, await inTime(check)] as const,
      ),
    );
    const channels = Object.fromEntries(
      [...parts.channels.values()].map((channel) => [channel.id, channel.health().state]),
    );
    const isReady = checks.every(([, result]) => result.ok);
    return reply
      .code(isReady ? 200 : 503)
      .send({ ok: isReady, ...Object.fromEntries(checks), channels });
  });

  app.get("/metrics", async (request, reply) => {
    if (!isLocal(request))
      throw new Refusal(404, "http.unknown", "there is nothing at this address");
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}

/** Counts and times every request by the pattern of its route: an address may hold a token. */
export function measureRequests(app: FastifyInstance): Registry {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const seconds = new Histogram({
    name: "wasl_http_request_seconds",
    help: "Time from the request's head to the end of its answer",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [metrics],
  });
  app.addHook("onResponse", async (request, reply) => {
    const { url: route = "none" } = request.routeOptions;
    seconds.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });
  return metrics;
}

/** A proxy on this host says for whom it asks, so its callers are not local. */
function isLocal(request: FastifyRequest): boolean {
  const isLoopback = ["127.0.0.1", "::1", "::ffff:127.0.0.1"].includes(
    request.socket.remoteAddress ?? "",
  );
  return (
    isLoopback &&
    request.headers["x-forwarded-for"] === undefined &&
    request.headers["forwarded"] === undefined
  );
}

async function inTime(
  check: HttpParts["checks"][string],
): Promise<{ ok: boolean; reason?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ ok: false; reason: string }>((resolve) => {
    timer = setTimeout(
      () => resolve({ ok: false, reason: "no answer in time" }),
      CHECK_DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return { ok: false, reason: "does not answer" }; // an address or a credential may stand in the error
  } finally {
    clearTimeout(timer);
  }
}
