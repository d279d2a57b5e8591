import type { Actor } from "../../cases/case.ts";
import type { Right } from "../../cases/roles.ts";
import type { AssociationId, Bus } from "../../conversation/ports.ts";
import type { StaffMember, StaffSession } from "../../conversation/ports-staff.ts";
import type { World } from "../../conversation/world.ts";

/** What the routes of staff work with, given by main. */
export interface StaffParts {
  world: World;
  bus: Bus;
  demo: boolean;
  production: boolean;
}

/** Who asks: found by the cookie, never by anything that the request says of itself. */
export interface Caller {
  member: StaffMember;
  association: AssociationId;
  session: StaffSession;
  /** The cookie's token, from which the CSRF token is derived. */
  token: string;
  rights: readonly Right[];
  actor: Extract<Actor, { kind: "staff" }>;
}
