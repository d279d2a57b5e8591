import type { DecisionOutcome } from "./case.ts";
import type { Profile } from "./profile.ts";

/*
 * The committee at its table: who is there, who may vote on what, and what a vote comes to. Pure; a session is saved
 * like a case, in one versioned write (`act-on-session.ts`).
 */

export type Vote = DecisionOutcome;

export interface Member {
  id: string;
  name: string;
  chair: boolean;
  present: boolean;
}

export interface AgendaItem {
  caseId: string;
  votes: { member: string; vote: Vote; reason?: string }[];
  /** Knows the applicant, or has another interest: steps out and does not vote. */
  conflicts: { member: string; reason: string }[];
  outcome?: Outcome;
  /** The case knows it already: decided on its own page during the session. */
  isDecided?: true;
}

export interface Outcome {
  outcome: DecisionOutcome;
  reason?: string;
  advice?: string;
  grant?: string;
  payout?: boolean;
  nextSessionOn?: string;
  earlyReason?: string;
}

export interface Session {
  id: string;
  /** 0 = never saved. */
  version: number;
  at: string;
  status: "planned" | "open" | "closed";
  members: Member[];
  agenda: AgendaItem[];
  minutesNumber?: string;
  /** Blob of the signed minutes. */
  scanKey?: string;
  closedAt?: string;
  recordedBy?: { id: string; name: string; roles: string[] };
  /** Cases whose outcome the case itself does not know yet: the session is its own outbox. */
  pending: string[];
}

type Rules = Profile["committee_rules"];

/** How many of the members must be there. */
export function quorumOf({ quorum }: Pick<Rules, "quorum">, members: number): number {
  switch (quorum) {
    case "more_than_half":
      return Math.floor(members / 2) + 1;
    case "two_thirds":
      return Math.max(1, Math.ceil((members * 2) / 3));
    case "all":
      return Math.max(1, members);
  }
}

/** Members at the table for this case: present, and without a conflict of interest. */
export function voters(
  session: Pick<Session, "members">,
  item: Pick<AgendaItem, "conflicts">,
): Member[] {
  return session.members.filter(
    (member) => member.present && !item.conflicts.some((each) => each.member === member.id),
  );
}

/** Whether those at the table for this case are enough. Who stepped out is not counted. */
export function hasQuorum(
  rules: Pick<Rules, "quorum">,
  session: Pick<Session, "members">,
  item: Pick<AgendaItem, "conflicts">,
): boolean {
  return voters(session, item).length >= quorumOf(rules, session.members.length);
}

export type Tally =
  | { outcome: Vote; how: "majority" | "chair" | "rule" }
  | { none: "no_quorum" | "no_votes" | "no_majority" };

/**
 * What the votes come to. A majority is counted among those at the table: who does not vote is against every outcome.
 * Where the two strongest are equal, the rule for a tie decides: the chair's vote, or what the profile says.
 */
export function tally(rules: Rules, session: Pick<Session, "members">, item: AgendaItem): Tally {
  const table = voters(session, item);
  if (table.length < quorumOf(rules, session.members.length)) return { none: "no_quorum" };
  const cast = item.votes.filter(({ member }) => table.some(({ id }) => id === member));
  const counts = new Map<Vote, number>();
  for (const { vote } of cast) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const ranked = [...counts].toSorted(([, a], [, b]) => b - a);
  const [first, second] = ranked;
  if (!first) return { none: "no_votes" };
  if (first[1] >= needed(rules, table.length)) return { outcome: first[0], how: "majority" };
  if (!second || second[1] !== first[1] || cast.length < table.length)
    return { none: "no_majority" };
  return breakTie(rules, table, cast, first[1], counts);
}

function needed({ vote }: Rules, table: number): number {
  return vote === "two_thirds" ? Math.ceil((table * 2) / 3) : Math.floor(table / 2) + 1;
}

function breakTie(
  { tie }: Rules,
  table: readonly Member[],
  cast: AgendaItem["votes"],
  top: number,
  counts: ReadonlyMap<Vote, number>,
): Tally {
  if (tie === "deferred") return { outcome: "deferred", how: "rule" };
  if (tie === "refused") return { outcome: "declined", how: "rule" };
  const chair = table.find((member) => member.chair);
  const vote = cast.find(({ member }) => member === chair?.id)?.vote;
  return vote !== undefined && counts.get(vote) === top
    ? { outcome: vote, how: "chair" }
    : { none: "no_majority" };
}
