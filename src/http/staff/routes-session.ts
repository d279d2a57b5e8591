import { z } from "zod";
import { seesOwnBranchOnly } from "../../cases/roles.ts";
import { associationOf } from "../../conversation/world.ts";
import { Refusal, tooMany } from "../refusal.ts";
import { createTokenBucket } from "../token-bucket.ts";
import { finishSetUp, readSetUp, refuseWeak } from "./accounts.ts";
import type { Me, SetUp } from "./api.ts";
import type { Caller, StaffParts } from "./parts.ts";
import { hashPassword, isPassword, LONGEST_PASSWORD } from "./password.ts";
import { writeAudit } from "./register.ts";
import { route } from "./route.ts";
import { otpauthUrl } from "./second-factor.ts";
import { closeSession, csrfOf, logIn, openSession } from "./session.ts";
import { refuseOtherSites } from "../same-origin.ts";

const password = z.string().min(1).max(LONGEST_PASSWORD);
const code = z.string().max(40);
const byToken = z.strictObject({ token: z.string().regex(/^[\w-]{20,64}$/) });

/** Many people may share one address, and nobody types faster than this. */
const attempts = createTokenBucket({ burst: 40, perMinute: 40, now: () => performance.now() });

function refuseFlood(ip: string): void {
  if (!attempts.take(ip)) throw tooMany("attempts");
}

export const sessionRoutes = [
  route({
    method: "POST",
    url: "/api/session",
    right: "nobody",
    says: "Log in; sets the cookie",
    body: z.strictObject({ name: z.string().min(1).max(100), password, code: code.optional() }),
    async handle({ parts, body, request, reply }) {
      refuseOtherSites(request, parts.world.publicUrl);
      refuseFlood(request.ip);
      const { code: typed, ...rest } = body;
      const member = await logIn(parts, { ...rest, ...(typed ? { code: typed } : {}) });
      const opened = await openSession(parts, member, request, reply);
      await writeAudit(
        parts,
        { member, association: member.associationId },
        { verb: "log_in", what: `user ${member.id}` },
      );
      return opened;
    },
  }),
  route({
    method: "DELETE",
    url: "/api/session",
    right: "member",
    says: "Log out here, or everywhere",
    body: z.strictObject({ everywhere: z.boolean().optional() }),
    audit: ({ caller }) => ({ verb: "log_out", what: `user ${caller.member.id}` }),
    async handle({ parts, caller, body, reply }) {
      const { staff, staffSessions } = parts.world.store;
      if (body.everywhere) await staffSessions.endAll(caller.association, caller.member.id);
      await closeSession(parts, caller, reply);
      await staff.change(caller.association, caller.member.id, { presence: "offline" });
    },
  }),
  route({
    method: "GET",
    url: "/api/me",
    right: "member",
    says: "Who is logged in, with what rights",
    handle: ({ parts, caller }) => meOf(parts, caller),
  }),
  route({
    method: "POST",
    url: "/api/me",
    right: "member",
    says: "One's own presence, language and alerts",
    body: z.strictObject({
      presence: z.enum(["online", "away", "offline"]).optional(),
      language: z.enum(["ar", "en"]).optional(),
      alerts: z
        .strictObject({
          email: z.email().max(200).optional(),
          phone: z
            .string()
            .regex(/^\+[1-9]\d{6,14}$/)
            .optional(),
          digest: z.boolean(),
        })
        .optional(),
    }),
    audit: false,
    async handle({ parts, caller, body }) {
      const changes = Object.fromEntries(
        Object.entries(body).filter(([, value]) => value !== undefined),
      );
      const { staff } = parts.world.store;
      const member = await staff.change(caller.association, caller.member.id, changes);
      return meOf(parts, { ...caller, member: member ?? caller.member });
    },
  }),
  route({
    method: "POST",
    url: "/api/me/password",
    right: "member",
    says: "Another password; every other session ends and this one gets a new id",
    body: z.strictObject({ password, next: password }),
    audit: ({ caller }) => ({ verb: "password", what: `user ${caller.member.id}` }),
    async handle({ parts, caller, body, request, reply }) {
      const { staff, staffSessions } = parts.world.store;
      const { association, member } = caller;
      refuseFlood(member.id);
      const { passwordHash } = await staff.credentials(association, member.id);
      if (!(await isPassword(passwordHash, body.password)))
        throw new Refusal(403, "password.refused", "the password is not right");
      refuseWeak(member, body.next);
      await staff.setCredentials(association, member.id, {
        passwordHash: await hashPassword(body.next),
      });
      await staffSessions.endAll(association, member.id);
      return openSession(parts, member, request, reply);
    },
  }),
  route({
    method: "GET",
    url: "/api/setup/:token",
    right: "nobody",
    says: "What a one-time set-up link is for",
    params: byToken,
    async handle({ parts, params, request }): Promise<SetUp> {
      refuseFlood(request.ip);
      const { member, totpSecret } = await readSetUp(parts.world, params.token);
      return { name: member.login, otpauth: totpSecret && otpauthUrl(member, totpSecret) };
    },
  }),
  route({
    method: "POST",
    url: "/api/setup/:token",
    right: "nobody",
    says: "Sets the password and the second factor of a set-up link, once",
    params: byToken,
    body: z.strictObject({ password, code: code.optional() }),
    async handle({ parts, params, body, request }) {
      refuseOtherSites(request, parts.world.publicUrl);
      refuseFlood(request.ip);
      const { member, codes } = await finishSetUp(parts.world, params.token, body);
      await writeAudit(
        parts,
        { member, association: member.associationId },
        { verb: "set_up", what: `user ${member.id}` },
      );
      return { codes };
    },
  }),
];

function meOf(parts: StaffParts, { member, rights, token }: Caller): Me {
  const { profile } = associationOf(parts.world, member.associationId);
  return {
    id: member.id,
    name: member.name,
    association: member.associationId,
    associationName: { ar: profile.name.ar, en: profile.name.en },
    policyFlag: profile.approval.flag,
    demo: parts.demo,
    roles: member.roles,
    rights: [...rights],
    language: member.language,
    presence: member.presence,
    csrf: csrfOf(parts.world, token),
    now: parts.world.clock.now().toISOString(),
  };
}

/** Whether a member may see what belongs to a branch. */
export function seesBranch(
  { member }: Pick<Caller, "member">,
  branch: string | undefined,
): boolean {
  return !seesOwnBranchOnly(member.roles) || (branch !== undefined && branch === member.branch);
}
