import type { AssociationId } from "./ports.ts";
import type { Staff } from "./ports-staff.ts";

const LOOK_EVERY_MS = 10_000;

/** Associations in which somebody can log in, looked at every few seconds: a turn asks without waiting. */
export async function createStaffed(
  staff: Staff,
  associations: Iterable<AssociationId>,
): Promise<Set<AssociationId> & { stop(): void }> {
  const all = [...associations];
  const staffed = new Set<AssociationId>();
  const look = async () => {
    for (const id of all) {
      const members = await staff.list(id);
      if (members.some(({ hasPassword, disabled }) => hasPassword && !disabled)) staffed.add(id);
      else staffed.delete(id);
    }
  };
  await look();
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  return Object.assign(staffed, { stop: () => clearInterval(timer) });
}
