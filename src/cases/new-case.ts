import type { Json } from "./json.ts";
import { decisionNotBefore } from "./deadlines.ts";
import type { Profile } from "./profile.ts";

/** What a case gets from the answers and the profile, before the store adds its ids. */
export interface CaseStart {
  service: string;
  /** Every document that the service asks for, in the order in which it asks. */
  documents: { id: string; state: "missing" | "received"; storageKeys: string[] }[];
  urgent: boolean;
  /** Which profile was in force: `khuta@1`. */
  policyVersion: string;
  /** Null while documents are missing: the two weeks are counted from complete documents. */
  decisionNotBefore: Date | null;
}

/** A case as it begins. Pure: the same answers at the same moment give the same case. */
export function buildNewCase(
  profile: Profile,
  { answers, at }: { answers: Record<string, Json>; at: Date },
): CaseStart {
  const service = serviceOf(profile, answers);
  const received = receivedFiles(answers["documents"]);
  const documents = checklist(documentsFor(profile, service), received);
  const isComplete = documents.every(({ state }) => state === "received");
  return {
    service,
    documents,
    urgent: answers["urgency"] === true,
    policyVersion: `${profile.id}@${profile.revision}`,
    decisionNotBefore: isComplete ? decisionNotBefore(at, profile.decision.min_days) : null,
  };
}

/** Ids of the documents that a service asks for: those of family aid, then its own. Empty for an unknown service. */
export function documentsFor(profile: Profile, service: string): readonly string[] {
  const found = profile.services.find(({ id }) => id === service);
  if (!found) return [];
  return [
    ...new Set([...(found.base === false ? [] : profile.documents.base), ...found.documents]),
  ];
}

/** The chosen service; Ratel's is the kind of educational support, and where there is one service nobody is asked. */
export function serviceOf(profile: Profile, answers: Record<string, Json>): string {
  const ids = profile.services.map(({ id }) => id);
  const chosen = [answers["service_type"], answers["support_type_edu"]].find(
    (each) => typeof each === "string" && ids.includes(each),
  );
  if (typeof chosen === "string") return chosen;
  return ids.length === 1 && ids[0] !== undefined ? ids[0] : UNCLEAR;
}

const UNCLEAR = "unclear"; // staff find out what is needed

/** Files that came in addition are kept as well: nothing that a person sent is lost. */
function checklist(
  listed: readonly string[],
  received: ReadonlyMap<string, string[]>,
): CaseStart["documents"] {
  const extra = [...received.keys()].filter((id) => !listed.includes(id));
  return [...listed, ...extra].map((id) => {
    const storageKeys = received.get(id) ?? [];
    return { id, state: storageKeys.length > 0 ? "received" : "missing", storageKeys };
  });
}

/** The answer `documents` is a list of `{ document, storageKey }`. */
function receivedFiles(answer: Json | undefined): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const item of Array.isArray(answer) ? answer : []) {
    if (item === null || typeof item !== "object" || Array.isArray(item)) continue;
    const { document, storageKey } = item;
    if (typeof document !== "string" || typeof storageKey !== "string") continue;
    files.set(document, [...(files.get(document) ?? []), storageKey]);
  }
  return files;
}
