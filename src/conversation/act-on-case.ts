import type { CaseAction } from "../cases/action.ts";
import type { Actor } from "../cases/case.ts";
import type { Json } from "../engine/types.ts";
import type { AssociationId, CaseView } from "./ports.ts";
import type { World } from "./world.ts";

/** PLACEHOLDER for the one that CASES lands. */
export async function actOnCase(
  _world: World,
  _association: AssociationId,
  _caseId: string,
  _action: CaseAction,
  _by: Actor,
  _key: string,
): Promise<
  | { done: true; view: CaseView; repeated: boolean }
  | { done: false; refusal: { code: string; data?: Json }; view?: CaseView }
> {
  return { done: false, refusal: { code: "case.not_yet" } };
}
