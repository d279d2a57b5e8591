import { randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { needsSecondFactor, rightsOf } from "../../cases/roles.ts";
import type { StaffMember } from "../../conversation/ports-staff.ts";
import type { World } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import { refuseOtherSites } from "../same-origin.ts";
import { loginOf } from "./accounts.ts";
import type { LogIn } from "./api.ts";
import type { Caller, StaffParts } from "./parts.ts";
import { isPassword } from "./password.ts";
import { takeCode } from "./second-factor.ts";

const IDLE_MS = 30 * 60_000;
const LONGEST_MS = 12 * 3_600_000;
const NOTED_EVERY_MS = 60_000; // a request a minute keeps a session alive; a write for each would be waste

/** `__Host-`: over TLS, for this host alone, set by nobody else. */
function cookieName(production: boolean): string {
  return production ? "__Host-wasl_staff" : "wasl_staff";
}

/**
 * Checks name, password and second factor. What is said and how long it takes is the same for a name that nobody has.
 * Attempts are counted before they are looked at; the count knows names only, whether or not somebody has them.
 */
export async function logIn(parts: StaffParts, asked: LogIn): Promise<StaffMember> {
  const { world } = parts;
  const { staff } = world.store;
  const login = loginOf(asked.name);
  const key = world.tokens.staffHash("log_in", login);
  const real = world.clock.real();
  const attempt = await staff.beginLogIn(key, real);
  if (!attempt.allowed) {
    const seconds = Math.max(1, Math.ceil((attempt.until.getTime() - real.getTime()) / 1000));
    throw new Refusal(429, "session.locked", "too many attempts; wait", seconds);
  }
  const found = await staff.byLogin(login);
  const isRight = await isPassword(found?.credentials.passwordHash, asked.password);
  if (!found || !isRight || found.member.disabled)
    throw new Refusal(401, "session.refused", "the name or the password is not right");
  const { member, credentials } = found;
  if (credentials.totpSecret) {
    if (!asked.code)
      throw new Refusal(401, "session.code_needed", "the code of the second factor is needed");
    if (!(await takeCode(world, member, credentials.totpSecret, asked.code)))
      throw new Refusal(401, "session.code_refused", "the code is not right, or was used already");
  } else if (needsSecondFactor(member.roles))
    throw new Refusal(
      403,
      "session.second_factor",
      "this role needs a second factor: ask an administrator for a set-up link",
    );
  await staff.endLogIn(key);
  return member;
}

/** A new session under a new id; the one that the browser had before ends. */
export async function openSession(
  parts: StaffParts,
  member: StaffMember,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ csrf: string }> {
  const { world } = parts;
  const before = tokenOf(parts, request);
  if (before) {
    const known = await world.store.staffSessions.find(hashOf(world, before));
    if (known) await world.store.staffSessions.end(known.associationId, known.id);
  }
  const token = randomBytes(32).toString("base64url");
  const real = world.clock.real();
  await world.store.staffSessions.open(member.associationId, {
    id: hashOf(world, token),
    associationId: member.associationId,
    staffId: member.id,
    openedAt: real,
    seenAt: real,
    endsAt: new Date(real.getTime() + LONGEST_MS),
  });
  await world.store.staff.change(member.associationId, member.id, {
    presence: "online",
    lastSeenAt: real,
  });
  setCookie(parts, reply, token, LONGEST_MS / 1000);
  return { csrf: csrfOf(world, token) };
}

export async function closeSession(
  parts: StaffParts,
  caller: Caller,
  reply: FastifyReply,
): Promise<void> {
  await parts.world.store.staffSessions.end(caller.association, caller.session.id);
  setCookie(parts, reply, "", 0);
}

/** Who asks. 401 when nobody is logged in, the session has run out, or the account was closed. */
export async function callerOf(parts: StaffParts, request: FastifyRequest): Promise<Caller> {
  const { world } = parts;
  const token = tokenOf(parts, request);
  const session = token && (await world.store.staffSessions.find(hashOf(world, token)));
  const real = world.clock.real();
  if (!token || !session || isOver(session, real)) {
    if (session) await world.store.staffSessions.end(session.associationId, session.id);
    throw notLoggedIn();
  }
  const member = await world.store.staff.get(session.associationId, session.staffId);
  if (!member || member.disabled) throw notLoggedIn();
  if (real.getTime() - session.seenAt.getTime() > NOTED_EVERY_MS)
    await Promise.all([
      world.store.staffSessions.seen(session.associationId, session.id, real),
      world.store.staff.change(member.associationId, member.id, { lastSeenAt: real }),
    ]);
  return {
    member,
    association: member.associationId,
    session,
    token,
    rights: rightsOf(member.roles),
    actor: { kind: "staff", id: member.id, name: member.name, roles: member.roles },
  };
}

/** Whether a stream that is open may go on. */
export async function isStillLoggedIn(parts: StaffParts, caller: Caller): Promise<boolean> {
  const session = await parts.world.store.staffSessions.find(caller.session.id);
  return session !== undefined && !isOver(session, parts.world.clock.real());
}

/** A change needs the token that only our own page can read, and must come from it. */
export function refuseForged(parts: StaffParts, request: FastifyRequest, caller: Caller): void {
  refuseOtherSites(request, parts.world.publicUrl);
  const expected = Buffer.from(csrfOf(parts.world, caller.token));
  const given = Buffer.from(String(request.headers["x-csrf-token"] ?? ""));
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Refusal(403, "session.csrf", "the header x-csrf-token is missing or not right");
}

export function csrfOf(world: World, token: string): string {
  return world.tokens.staffHash("csrf", token);
}

function isOver(session: { seenAt: Date; endsAt: Date }, real: Date): boolean {
  return session.endsAt <= real || real.getTime() - session.seenAt.getTime() > IDLE_MS;
}

function hashOf(world: World, token: string): string {
  return world.tokens.staffHash("session", token);
}

function tokenOf(parts: StaffParts, request: FastifyRequest): string | undefined {
  const token = request.cookies[cookieName(parts.production)];
  return token && token.length < LONGEST_TOKEN ? token : undefined;
}

const LONGEST_TOKEN = 100;

function setCookie(parts: StaffParts, reply: FastifyReply, token: string, maxAge: number): void {
  reply.setCookie(cookieName(parts.production), token, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: parts.production,
    maxAge,
  });
}

function notLoggedIn(): Refusal {
  return new Refusal(401, "session.none", "log in first");
}
