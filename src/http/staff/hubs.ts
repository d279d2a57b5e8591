import type { AssociationId } from "../../conversation/ports.ts";
import type { StaffParts } from "./parts.ts";
import { createPresence, type PresenceBoard } from "./presence.ts";
import { createHub, type Hub } from "./stream.ts";

/* What a process keeps for its open pages: one reader of the log an association, one board of who looks at what. */

const boards = new WeakMap<StaffParts, PresenceBoard>();
const hubs = new WeakMap<StaffParts, Map<AssociationId, Hub>>();

export function presenceOf(parts: StaffParts): PresenceBoard {
  const known = boards.get(parts) ?? createPresence(parts.bus);
  boards.set(parts, known);
  return known;
}

export function hubOf(parts: StaffParts, association: AssociationId): Hub {
  const ofParts = hubs.get(parts) ?? new Map<AssociationId, Hub>();
  hubs.set(parts, ofParts);
  const known = ofParts.get(association) ?? createHub(parts, association, presenceOf(parts));
  ofParts.set(association, known);
  return known;
}
