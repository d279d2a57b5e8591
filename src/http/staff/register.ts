import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Right } from "../../cases/roles.ts";
import { Refusal } from "../refusal.ts";
import type { Caller, StaffParts } from "./parts.ts";
import type { StaffRoute } from "./route.ts";
import { callerOf, refuseForged } from "./session.ts";

/**
 * Every route of the table, behind the same door in the same order: who asks (401), from our own page (403), with the
 * right (403), in a shape that is understood (400); what changed is in the audit before the answer leaves.
 */
export async function registerStaff(
  app: FastifyInstance,
  parts: StaffParts,
  table: readonly StaffRoute[],
): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(cookie);
    scope.addHook("onRequest", async (_request, reply) => {
      reply.headers({ "cache-control": "no-store", "cross-origin-resource-policy": "same-origin" });
    });
    // Not read before it is known who sends it, and by the one route that takes files.
    scope.addContentTypeParser("application/octet-stream", (_request, payload, done) =>
      done(null, payload),
    );
    for (const line of table)
      scope.route({
        method: line.method,
        url: line.url,
        handler: (request, reply) => serve(parts, line, request, reply),
      });
  });
}

async function serve(
  parts: StaffParts,
  line: StaffRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const caller = line.right === "nobody" ? undefined : await callerOf(parts, request);
  const isChange = line.method !== "GET";
  if (caller && isChange) refuseForged(parts, request, caller);
  if (caller && line.right !== "member" && !caller.rights.includes(line.right as Right))
    throw new Refusal(403, "staff.right", `this needs the right ${line.right}`);
  const call = {
    parts,
    caller: caller as Caller,
    params: checked(line.params, request.params) as { id?: string },
    query: checked(line.query, request.query),
    body: (isChange && !line.takesFile ? checked(line.body, request.body ?? {}) : {}) as {
      reason?: unknown;
    },
    request,
    reply,
  };
  const answer = await line.handle(call);
  if (caller && isChange && line.audit !== false)
    await writeAudit(parts, caller, (line.audit ?? byAddress(line))(call));
  if (reply.sent) return reply;
  return answer ?? { ok: true };
}

/** `/api/conversations/:id/claim` -> claim, conversation <id>. */
function byAddress({ url }: StaffRoute) {
  const [, , noun = "", , ...rest] = url.split("/");
  const verb = rest.at(-1) ?? "change";
  return ({ params, body }: { params: { id?: string }; body: { reason?: unknown } }) => ({
    verb,
    what: params.id ? `${noun.replace(/s$/, "")} ${params.id}` : noun,
    reason: typeof body.reason === "string" ? body.reason : undefined,
  });
}

export function writeAudit(
  { world }: StaffParts,
  { member, association }: Pick<Caller, "member" | "association">,
  entry: { verb: string; what: string; reason?: string | undefined },
): Promise<void> {
  const { reason, ...rest } = entry;
  return world.store.audit.write(association, {
    id: `${String(world.clock.real().getTime()).padStart(15, "0")}.${world.newId()}`, // in order within one instant
    at: world.clock.now(),
    by: member.id,
    byName: member.name,
    ...rest,
    ...(reason ? { reason } : {}),
  });
}

/** What comes in meets its schema: a field that nobody knows is refused as one that is wrong. */
function checked(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) {
    if (typeof value === "object" && value !== null && Object.keys(value).length > 0)
      throw new Refusal(400, "http.invalid", "nothing is taken here");
    return {};
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join(".") || "the request";
  throw new Refusal(400, "http.invalid", `${place}: ${issue?.message ?? "is not understood"}`);
}
