import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { StaffMember } from "../../conversation/ports-staff.ts";
import type { AccountsWorld } from "./accounts.ts";

const PERIOD_S = 30;
const DRIFT_STEPS = 1; // clocks of telephones differ by some seconds
const RECOVERY_CODES = 10;

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** For the QR code of an authenticator. */
export function otpauthUrl(member: Pick<StaffMember, "login">, secret: string): string {
  return totpOf(secret, member.login).toString();
}

/** The step to which a code belongs, now or one step beside; undefined when it belongs to none of them. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const delta = totpOf(secret).validate({
    token: code,
    timestamp: now.getTime(),
    window: DRIFT_STEPS,
  });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD_S) + delta;
}

/** Six digits of the authenticator, or a recovery code: each works once. */
export async function takeCode(
  world: AccountsWorld,
  member: StaffMember,
  secret: string,
  code: string,
): Promise<boolean> {
  const { staff } = world.store;
  const typed = code.replace(/[\s-]/g, "").toLowerCase();
  if (!/^\d{6}$/.test(typed))
    return staff.takeRecoveryCode(
      member.associationId,
      member.id,
      world.tokens.staffHash("recovery", `${member.id}|${typed}`),
    );
  const step = stepOfCode(secret, typed, world.clock.real());
  return step !== undefined && staff.takeTotpStep(member.associationId, member.id, step);
}

/** Shown once; the store gets their hashes. 50 random bits each. */
export function newRecoveryCodes(
  world: AccountsWorld,
  member: Pick<StaffMember, "id">,
): { codes: string[]; hashes: string[] } {
  const plain = Array.from({ length: RECOVERY_CODES }, () =>
    [...randomBytes(10)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join(""),
  );
  return {
    codes: plain.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`),
    hashes: plain.map((code) => world.tokens.staffHash("recovery", `${member.id}|${code}`)),
  };
}

/** 32 characters without those that are mistaken for each other. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz123456789";

function totpOf(secret: string, label = "Wasl"): TOTP {
  return new TOTP({
    issuer: "Wasl",
    label,
    secret: Secret.fromBase32(secret),
    digits: 6,
    period: PERIOD_S,
  });
}
