import type { Json } from "./types.ts";

/** Whether a profile has this setting, be it null ("not set") or a value. */
export function policyPathExists(policy: Json, path: readonly string[]): boolean {
  let place: Json = policy;
  for (const key of path) {
    if (
      place === null ||
      typeof place !== "object" ||
      Array.isArray(place) ||
      !Object.hasOwn(place, key)
    )
      return false;
    place = place[key] ?? null;
  }
  return true;
}
