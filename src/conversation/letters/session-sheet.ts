import { gatesOf } from "../../cases/gates.ts";
import { dayInRiyadh } from "../../language/calendar.ts";
import { recordOf } from "../case-record.ts";
import type { AssociationId } from "../ports.ts";
import { associationOf, type World } from "../world.ts";

/** PDF of the sheet for the table of a session, its cases as they stand now. Undefined: no such session. */
export async function sessionSheet(
  world: World,
  association: AssociationId,
  sessionId: string,
): Promise<Buffer | undefined> {
  const session = await world.store.sessions.get(association, sessionId);
  if (!session) return undefined;
  const { profile } = associationOf(world, association);
  const at = new Date(session.at);
  const found = await Promise.all(
    session.agenda.map(({ caseId }) => world.store.cases.get(association, caseId)),
  );
  return world.letters.committeeSheet(association, {
    at,
    minutesNumber: session.minutesNumber ?? "",
    members: session.members.map(({ name, chair }) => ({ name, isChair: chair })),
    cases: found.flatMap((view) => {
      if (!view) return [];
      const record = recordOf(view);
      return [{ record, gates: gatesOf(record, world.clock.now(), profile, dayInRiyadh(at)) }];
    }),
  });
}
