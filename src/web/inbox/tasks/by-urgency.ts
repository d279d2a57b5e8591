import type { TaskView } from "../../../http/staff/api.ts";

const SOON_MS = 24 * 3_600_000;

/** Late, within a day, later, without a day; within each the earliest first. Empty groups are left out. */
export function byUrgency(tasks: readonly TaskView[], now: number) {
  const groups = { late: [], soon: [], later: [], open: [] } as Record<
    "late" | "soon" | "later" | "open",
    TaskView[]
  >;
  for (const task of tasks) groups[groupOf(task.dueAt, now)].push(task);
  return Object.entries(groups)
    .filter(([, some]) => some.length > 0)
    .map(([id, some]) => ({
      id,
      tasks: some.toSorted((a, b) => (a.dueAt ?? a.at).localeCompare(b.dueAt ?? b.at)),
    }));
}

function groupOf(dueAt: string | null, now: number) {
  if (dueAt === null) return "open";
  const left = new Date(dueAt).getTime() - now;
  if (left < 0) return "late";
  return left < SOON_MS ? "soon" : "later";
}
