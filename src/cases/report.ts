import type { CaseRecord } from "./case.ts";
import { isNoticed, isSigned } from "./gates.ts";

/*
 * Figures over cases, for reports: how long things take, what is missing, whether the seven steps of the policy were
 * kept, and where a rule was departed from. Nothing of a person: numbers of cases and counts.
 */

export interface Table {
  id: string;
  columns: string[];
  rows: (string | number | null)[][];
  withheld?: number;
}

const DAY_MS = 86_400_000;

/** The value below which this part of the values lies (nearest rank); null of none. */
export function percentile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
}

export function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}

/** All tables that are made of the cases which were opened in the span. */
export function caseTables(records: readonly CaseRecord[]): Table[] {
  return [
    states(records),
    doors(records),
    cycleTimes(records),
    missingDocuments(records),
    decisions(records),
    compliance(records),
    breaches(records),
  ];
}

function states(records: readonly CaseRecord[]): Table {
  const rows = counted(records.map(({ service, state }) => `${service}|${state}`)).map(
    ([key, count]) => [...key.split("|"), count],
  );
  return { id: "cases", columns: ["service", "state", "count"], rows };
}

/** Which public places lead to requests. */
function doors(records: readonly CaseRecord[]): Table {
  const rows = counted(records.flatMap(({ cameBy }) => cameBy ?? []));
  return { id: "doors", columns: ["door", "count"], rows };
}

function cycleTimes(records: readonly CaseRecord[]): Table {
  const spans: [string, (record: CaseRecord) => string | undefined][] = [
    ["complete", ({ completedAt }) => completedAt],
    ["decided", ({ decision }) => decision?.at],
    ["told", ({ decision }) => decision?.releasedAt],
    ["closed", ({ closedAt }) => closedAt],
  ];
  const rows = spans.map(([id, end]) => {
    const days = records.flatMap((record) => {
      const at = end(record);
      return at ? [(Date.parse(at) - Date.parse(record.openedAt)) / DAY_MS] : [];
    });
    return [id, days.length, rounded(percentile(days, 0.5)), rounded(percentile(days, 0.9))];
  });
  return { id: "cycle_days", columns: ["step", "count", "p50", "p90"], rows };
}

function missingDocuments(records: readonly CaseRecord[]): Table {
  const missing = records.flatMap(({ documents }) =>
    documents
      .filter(({ state }) => ["missing", "expired", "rejected"].includes(state))
      .map(({ id, state }) => `${id}|${state}`),
  );
  return {
    id: "missing_documents",
    columns: ["document", "state", "count"],
    rows: counted(missing).map(([key, count]) => [...key.split("|"), count]),
  };
}

function decisions(records: readonly CaseRecord[]): Table {
  const made = records.flatMap(({ service, decision }) =>
    decision ? [`${service}|${decision.outcome}|${decision.reason ?? ""}`] : [],
  );
  return {
    id: "decisions",
    columns: ["service", "outcome", "reason", "count"],
    rows: counted(made).map(([key, count]) => [...key.split("|"), count]),
  };
}

/** The seven steps of the policy on services; each looked at only where a case has come so far. */
const steps: [
  id: string,
  isReached: (record: CaseRecord) => boolean,
  isKept: (record: CaseRecord) => boolean,
][] = [
  ["S1_registered", () => true, ({ number }) => number !== ""],
  [
    "S2_documents_valid",
    ({ completedAt }) => completedAt !== undefined,
    ({ documents }) => documents.every(({ state }) => state !== "expired" && state !== "rejected"),
  ],
  [
    "S3_matched_by_a_human",
    (record) => hasReachedCommittee(record),
    ({ documents }) =>
      documents.every(({ state, matched }) => state !== "matched" || matched !== undefined),
  ],
  ["S4_signed", (record) => hasReachedCommittee(record), isSigned],
  ["S5_two_weeks_told", (record) => hasReachedCommittee(record), isNoticed],
  [
    "S6_decided_by_committee",
    ({ decision }) => decision !== undefined,
    ({ decision }) => (decision?.decidedBy.length ?? 0) > 0,
  ],
  [
    "S7_served_and_asked",
    ({ state, decision }) =>
      state === "closed" && (decision?.outcome === "accepted" || decision?.outcome === "partly"),
    ({ delivery }) => delivery?.confirmed !== undefined,
  ],
];

function hasReachedCommittee({ committee, decision }: CaseRecord): boolean {
  return committee !== undefined || decision !== undefined;
}

function compliance(records: readonly CaseRecord[]): Table {
  return {
    id: "compliance",
    columns: ["step", "reached", "kept"],
    rows: steps.map(([id, isReached, isKept]) => {
      const reached = records.filter(isReached);
      return [id, reached.length, reached.filter(isKept).length];
    }),
  };
}

/** Each departure from a rule with the number of its case, so that it can be looked at. */
function breaches(records: readonly CaseRecord[]): Table {
  const rows = records.flatMap((record) => [
    ...steps
      .filter(([, isReached, isKept]) => isReached(record) && !isKept(record))
      .map(([id]) => [record.number, id, null]),
    ...early(record),
    ...overlaps(record),
  ]);
  return { id: "breaches", columns: ["case", "rule", "reason"], rows };
}

/** Told before the two weeks were over: a breach without a manager's reason, a recorded exception with one. */
function early({ number, decision, decisionNotBefore }: CaseRecord): (string | null)[][] {
  if (!decision?.releasedAt || !decisionNotBefore || decision.releasedAt >= decisionNotBefore)
    return [];
  return [[number, "two_weeks", decision.earlyReason?.reason ?? null]];
}

/** Small offices record where duties met in one hand (decisions 19). */
function overlaps({ number, decision, objection }: CaseRecord): (string | null)[][] {
  return [...(decision?.overlaps ?? []), ...(objection?.overlaps ?? [])].map((which) => [
    number,
    "separation",
    which,
  ]);
}

function counted(keys: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
