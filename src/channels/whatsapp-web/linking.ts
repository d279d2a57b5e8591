import type { Health, Linking } from "../channel.ts";
import { adviceFor } from "./advice.ts";

/** What whoever links the number has to see, from its health. A code that has run out is not shown. */
export function linkingOf(health: Health, now: Date): Linking {
  const { state } = health;
  const since = "since" in health ? { since: health.since } : {};
  const told = { state, ...since, advice: adviceFor(health) };
  if (health.state === "ready") return { ...told, identity: health.identity };
  if (health.state !== "pairing" || health.expiresAt <= now) return told;
  const { method, payload, expiresAt } = health;
  return { ...told, [method]: payload, expiresAt };
}
