/*
 * What people name becomes what is done (policy G4): an action of improvement stands on answers that named its theme, is
 * carried out together with others, and is told, when it is done, to those who agreed to hear of it.
 */

/** What the answers of a survey and of the quarterly question can name. */
export const themes = [
  "delay",
  "documents",
  "manner",
  "clarity",
  "no_reply",
  "form",
  "reach",
  "other",
] as const;
export type Theme = (typeof themes)[number];

/** A group of answers, never smaller than the profile's `survey.k_min`. `service` is `pulse` for the quarterly question. */
interface Group {
  service: string;
  month: string;
  tags: Record<string, number>;
}

export interface Improvement {
  id: string;
  theme: Theme;
  /** Whose answers named it. */
  groups: { service: string; month: string }[];
  /** Departments, or bodies outside, that carry it out together. */
  with: string[];
  plan: string;
  /** Gregorian days. */
  plannedOn: string;
  done?: { what: string; on: string };
  toldOn?: string;
}

export type ImprovementRefusal = { refusal: "no_group" | "done" | "not_done" };

/** A plan stands on every group of the asked months in which the theme was named; without one it is an opinion of ours. */
export function planImprovement(
  asked: Pick<Improvement, "id" | "theme" | "with" | "plan">,
  groups: readonly Group[],
  today: string,
): Improvement | ImprovementRefusal {
  const named = groups.filter(({ tags }) => (tags[asked.theme] ?? 0) > 0);
  if (named.length === 0) return { refusal: "no_group" };
  return {
    ...asked,
    groups: named.map(({ service, month }) => ({ service, month })),
    plannedOn: today,
  };
}

export function finishImprovement(
  planned: Improvement,
  what: string,
  today: string,
): (Improvement & Required<Pick<Improvement, "done">>) | ImprovementRefusal {
  return planned.done ? { refusal: "done" } : { ...planned, done: { what, on: today } };
}

/** Values of the event `improvement`: what was said, and what was done. A plan is no news yet. */
export function newsOf({
  theme,
  done,
}: Improvement): { theme: Theme; did: string } | ImprovementRefusal {
  return done ? { theme, did: done.what } : { refusal: "not_done" };
}
