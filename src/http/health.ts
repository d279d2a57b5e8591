import type { FastifyInstance, FastifyRequest } from "fastify";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { HttpParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

const CHECK_DEADLINE_MS = 3_000;

/** `/healthz`: this process lives. `/readyz`: what it depends on answers. `/metrics`: from this host only. */
export function registerHealth(app: FastifyInstance, parts: HttpParts): void {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });

  app.get("/healthz", () => ({ ok: true }));

  app.get("/readyz", async (_request, reply) => {
    const checks = await Promise.all(
      Object.entries(parts.checks).map(
        async ([name, check]) => [name, await inTime(check())] as const,
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

function isLocal(request: FastifyRequest): boolean {
  return (
    ["127.0.0.1", "::1", "::ffff:127.0.0.1"].includes(request.ip) &&
    request.headers["x-forwarded-for"] === undefined
  );
}

async function inTime(
  check: ReturnType<HttpParts["checks"][string]>,
): Promise<{ ok: boolean; reason?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ ok: false; reason: string }>((resolve) => {
    timer = setTimeout(
      () => resolve({ ok: false, reason: "no answer in time" }),
      CHECK_DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([
      check.catch((error: Error) => ({ ok: false as const, reason: error.message })),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
