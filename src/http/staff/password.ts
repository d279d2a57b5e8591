import { hash, verify } from "@node-rs/argon2";

/* argon2id with the parameters that OWASP names as the least (19 MiB, 2 passes); they stand in each hash. */

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"));
}

/** As long for a name that nobody has as for one that somebody has: who exists cannot be told from the time. */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword("a password that nobody has");
  const isRight = await verify(stored ?? (await nobody), password.normalize("NFKC"));
  return isRight && stored !== undefined;
}

let nobody: Promise<string> | undefined;
