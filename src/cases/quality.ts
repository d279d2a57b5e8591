import type { CaseRecord } from "./case.ts";
import type { Improvement } from "./improvement.ts";
import type { Profile } from "./profile.ts";
import { caseTables, percentile, rounded } from "./report.ts";

/*
 * The quality of the service as every department is told of it once a month (policy O8): how long its own part took,
 * what people said of the whole, and what is being made better. Nobody is named: neither a person nor an employee.
 */

export interface QualityDigest {
  /** `2026-11`. */
  month: string;
  departments: DepartmentQuality[];
  /** Departures from a rule, in cases that were opened in the month. */
  breaches: number;
  /** Of groups large enough to be shown; null of none. */
  satisfaction: { answers: number; service: number | null; provider: number | null };
  improvements: { theme: string; plan: string; done: boolean }[];
  /** What departments themselves had to say of each other's service. */
  remarks: number;
}

/** Its part of what was finished in the month, in days from the hand before it. */
interface DepartmentQuality {
  id: DepartmentId;
  /** As the association calls it. */
  name: string;
  count: number;
  p50: number | null;
  p90: number | null;
}

export const departmentIds = ["unit", "study", "committee"] as const;
type DepartmentId = (typeof departmentIds)[number];

/** From the hand before it until it has done its part. */
const parts: Record<
  DepartmentId,
  (record: CaseRecord) => [string | undefined, string | undefined]
> = {
  unit: ({ decision, delivery }) => [decision?.releasedAt, delivery?.askedAt],
  study: (record) => [record.completedAt, enteredAt(record, "matched")],
  committee: (record) => [enteredAt(record, "committee"), record.decision?.at],
};

export function qualityDigest(
  profile: Profile,
  month: string,
  {
    records,
    groups,
    improvements,
    remarks,
  }: {
    records: readonly CaseRecord[];
    groups: readonly { count: number; scores: Record<string, number[]> }[];
    improvements: readonly Improvement[];
    remarks: number;
  },
): QualityDigest {
  const opened = records.filter(({ openedAt }) => openedAt.startsWith(month));
  return {
    month,
    departments: departmentIds.map((id) => {
      const days = records.flatMap((record) => daysOf(parts[id](record), month));
      return {
        id,
        name: profile[id], // the words of the policy
        count: days.length,
        p50: rounded(percentile(days, 0.5)),
        p90: rounded(percentile(days, 0.9)),
      };
    }),
    breaches: caseTables(opened).find(({ id }) => id === "breaches")?.rows.length ?? 0,
    satisfaction: {
      answers: groups.reduce((sum, { count }) => sum + count, 0),
      service: average(groups, "service"),
      provider: average(groups, "provider"),
    },
    improvements: improvements
      .filter(({ done }) => done === undefined || done.on.startsWith(month))
      .map(({ theme, plan, done }) => ({ theme, plan, done: done !== undefined })),
    remarks,
  };
}

const DAY_MS = 86_400_000;

function daysOf([from, until]: [string | undefined, string | undefined], month: string): number[] {
  if (!from || !until?.startsWith(month)) return [];
  return [(Date.parse(until) - Date.parse(from)) / DAY_MS];
}

function enteredAt({ history }: CaseRecord, state: string): string | undefined {
  return history.find(({ to }) => to === state)?.at;
}

function average(
  groups: readonly { scores: Record<string, number[]> }[],
  question: string,
): number | null {
  const counts = groups.map(({ scores }) => scores[question] ?? []);
  const answers = counts.flat().reduce((sum, count) => sum + count, 0);
  const total = counts.reduce(
    (sum, each) => sum + each.reduce((part, count, index) => part + count * (index + 1), 0),
    0,
  );
  return answers === 0 ? null : rounded(total / answers);
}
