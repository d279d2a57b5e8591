import { fileURLToPath } from "node:url";
import type { Profile } from "../../src/cases/profile.ts";
import { loadProfiles } from "../../src/conversation/load-profiles.ts";

const flowsDir = fileURLToPath(new URL("../../flows", import.meta.url));

export const profiles: readonly Profile[] = loadProfiles(flowsDir);

/** A copy of the association's profile, so that a test may change it. */
export function profileOf(id: string): Profile {
  const found = profiles.find((each) => each.id === id);
  if (!found) throw new Error(`there is no profile "${id}"`);
  return structuredClone(found);
}
