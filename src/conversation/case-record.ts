import type { CaseRecord } from "../cases/case.ts";
import type { CaseView } from "./ports.ts";

/** The part of a view that `act` reads and changes. */
export function recordOf(view: CaseView): CaseRecord {
  const {
    associationId: _association,
    address: _address,
    channelId: _channel,
    declaration: _declaration,
    consents: _consents,
    flow: _flow,
    policyVersion: _policy,
    updatedAt: _updated,
    possibleDuplicateOf: _others,
    ...record
  } = view;
  return record;
}
