import { randomBytes } from "node:crypto";
import { needsSecondFactor } from "../../cases/roles.ts";
import type { AssociationId } from "../../conversation/ports.ts";
import type { StaffMember } from "../../conversation/ports-staff.ts";
import type { World } from "../../conversation/world.ts";
import { normaliseStrict } from "../../language/normalise.ts";
import { Refusal } from "../refusal.ts";
import { hashPassword, SHORTEST_PASSWORD } from "./password.ts";
import { newRecoveryCodes, newTotpSecret, stepOfCode, takeCode } from "./second-factor.ts";

/** As little of the world as an account needs, so that the terminal can give it too. */
export type AccountsWorld = Pick<
  World,
  "store" | "tokens" | "clock" | "newId" | "publicUrl" | "associations"
>;

const SET_UP_HOURS = 24;
const HOUR_MS = 3_600_000;

/** What is typed to log in, in one spelling. */
export function loginOf(name: string): string {
  return normaliseStrict(name).toLowerCase();
}

/** An account without a password: it opens by its set-up link alone. Refuses a name that is taken anywhere. */
export async function addMember(
  world: AccountsWorld,
  association: AssociationId,
  asked: { name: string; login?: string; roles: readonly string[]; branch?: string | null },
): Promise<StaffMember> {
  const member: StaffMember = {
    id: world.newId(),
    associationId: association,
    login: loginOf(asked.login ?? asked.name),
    name: normaliseStrict(asked.name),
    roles: [...new Set(asked.roles)],
    branch: asked.branch ?? null,
    language: "ar",
    presence: "offline",
    hasPassword: false,
    secondFactor: false,
    disabled: false,
    alerts: { digest: false },
    createdAt: world.clock.real(),
  };
  if (!(await world.store.staff.add(association, member)))
    throw new Refusal(409, "user.exists", "somebody logs in by this name already");
  return member;
}

/** A one-time link by which the member sets his password, and his second factor where a role of his needs one. */
export async function openSetUp(
  world: AccountsWorld,
  member: StaffMember,
  { renewSecondFactor }: { renewSecondFactor: boolean },
): Promise<{ url: string; expiresAt: Date }> {
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(world.clock.real().getTime() + SET_UP_HOURS * HOUR_MS);
  const isOffered = needsSecondFactor(member.roles) && (renewSecondFactor || !member.secondFactor);
  await world.store.staff.openSetUp(member.associationId, member.id, {
    hash: world.tokens.staffHash("set_up", token),
    expiresAt,
    totpSecret: isOffered ? newTotpSecret() : null,
  });
  return { url: `${world.publicUrl}/inbox/setup/${token}`, expiresAt };
}

export async function readSetUp(
  world: AccountsWorld,
  token: string,
): Promise<{ member: StaffMember; totpSecret: string | null; hash: string }> {
  const hash = world.tokens.staffHash("set_up", token);
  const found = await world.store.staff.findSetUp(hash, world.clock.real());
  if (!found) throw new Refusal(410, "setup.over", "this link was used or has run out");
  return { ...found, hash };
}

/**
 * Sets the password. A second factor that exists is asked for and stays: whoever has only the link does not get in.
 * Every session of the account ends.
 */
export async function finishSetUp(
  world: AccountsWorld,
  token: string,
  { password, code }: { password: string; code?: string | undefined },
): Promise<{ member: StaffMember; codes: string[] }> {
  const { member, totpSecret, hash } = await readSetUp(world, token);
  const { staff, staffSessions } = world.store;
  refuseWeak(member, password);
  const existing = totpSecret ? undefined : await existingSecret(world, member);
  const step = totpSecret && code ? stepOfCode(totpSecret, code, world.clock.real()) : undefined;
  const isProven = totpSecret
    ? step !== undefined
    : !existing || (code !== undefined && (await guarded(world, hash, existing, member, code)));
  if (!isProven)
    throw new Refusal(400, "setup.code", "the code of the second factor is missing or not right");
  const passwordHash = await hashPassword(password);
  if (!(await staff.useSetUp(member.associationId, member.id, hash)))
    throw new Refusal(410, "setup.over", "this link was used or has run out");
  const recovery = totpSecret ? newRecoveryCodes(world, member) : undefined;
  await staff.setCredentials(member.associationId, member.id, {
    passwordHash,
    ...(totpSecret && recovery ? { totpSecret, recovery: recovery.hashes } : {}),
  });
  if (step !== undefined) await staff.takeTotpStep(member.associationId, member.id, step);
  await staffSessions.endAll(member.associationId, member.id);
  return { member, codes: recovery?.codes ?? [] };
}

async function existingSecret(
  world: AccountsWorld,
  member: StaffMember,
): Promise<string | undefined> {
  const { totpSecret } = await world.store.staff.credentials(member.associationId, member.id);
  return totpSecret;
}

/** A link in wrong hands must not become a place to guess codes at. */
async function guarded(
  world: AccountsWorld,
  hash: string,
  secret: string,
  member: StaffMember,
  code: string,
): Promise<boolean> {
  const attempt = await world.store.staff.beginLogIn(`set_up.${hash}`, world.clock.real());
  return attempt.allowed && takeCode(world, member, secret, code);
}

export function refuseWeak(member: Pick<StaffMember, "login">, password: string): void {
  const bare = password.toLowerCase();
  const isWeak =
    [...password].length < SHORTEST_PASSWORD ||
    bare.includes(member.login) ||
    new Set(bare).size < 5;
  if (isWeak)
    throw new Refusal(
      400,
      "password.weak",
      `a password has ${SHORTEST_PASSWORD} characters or more, is not one repeated, and does not hold the name`,
    );
}

/** The first administrator of each association that has none who can log in: there is no default password. */
export async function firstAdministrators(
  world: AccountsWorld,
): Promise<{ association: string; login: string; url: string }[]> {
  const links: { association: string; login: string; url: string }[] = [];
  for (const { id } of world.associations.values()) {
    const members = await world.store.staff.list(id);
    const administrators = members.filter(
      ({ roles, disabled }) => roles.includes("administrator") && !disabled,
    );
    if (administrators.some((each) => each.hasPassword && each.secondFactor)) continue;
    const member =
      administrators[0] ??
      (await addMember(world, id, { name: `admin.${id}`, roles: ["administrator"] }));
    const { url } = await openSetUp(world, member, { renewSecondFactor: true });
    links.push({ association: id, login: member.login, url });
  }
  return links;
}
