/*
 * Who may do what, as data. A right is `<noun>.<verb>`: the pages show by it, every route names the one it needs, and a
 * route without one does not start. Small offices use the three presets; finer roles can be given instead of them.
 */

export const rights = [
  "conversation.see",
  "conversation.work",
  "conversation.take_over",
  "conversation.assign",
  "crisis.see",
  "crisis.acknowledge",
  "crisis.clear",
  "case.see",
  "case.reveal",
  "case.work",
  "document.match",
  "document.waive",
  "notice.tell",
  "case.refer",
  "decision.record",
  "decision.second",
  "decision.release",
  "delivery.record",
  "objection.decide",
  "case.close",
  "session.see",
  "session.plan",
  "session.vote",
  "session.record",
  "task.see",
  "task.do",
  "intake.record",
  "file.add",
  "complaint.see",
  "report.see",
  "report.export",
  "user.manage",
  "channel.manage",
  "flow.see",
  "profile.see",
  "audit.see",
  "failed.replay",
  "canned.manage",
  "api.see",
] as const;
export type Right = (typeof rights)[number];

interface RoleKind {
  rights: readonly Right[];
  /** A password alone does not open what this role opens. */
  secondFactor: boolean;
  /** Sees the cases of his own branch only. */
  ownBranch?: true;
}

const desk: readonly Right[] = [
  "conversation.see",
  "conversation.work",
  "task.see",
  "task.do",
  "file.add",
];
const documents: readonly Right[] = [
  "case.see",
  "case.work",
  "document.match",
  "notice.tell",
  "case.refer",
  "delivery.record",
  "intake.record",
];
const crisis: readonly Right[] = ["crisis.see", "crisis.acknowledge"];

export const roles = {
  // ---- presets for a small office
  officer: {
    rights: [
      ...desk,
      ...documents,
      ...crisis,
      "case.reveal",
      "case.close",
      // Only what `act` lets go: after the two weeks, and with the second pair of eyes where one is needed.
      "decision.release",
      "session.see",
      "report.see",
    ],
    secondFactor: false,
  },
  manager: {
    rights: [
      ...desk,
      ...documents,
      ...crisis,
      "conversation.take_over",
      "conversation.assign",
      "crisis.clear",
      "case.reveal",
      "document.waive",
      "decision.record",
      "decision.second",
      "decision.release",
      "case.close",
      "session.see",
      "session.plan",
      "session.record",
      "complaint.see",
      "report.see",
      "report.export",
      "profile.see",
      "flow.see",
      "canned.manage",
      "failed.replay",
    ],
    secondFactor: true,
  },
  committee: {
    rights: [
      "case.see",
      "case.refer",
      "session.see",
      "session.plan",
      "session.vote",
      "session.record",
      "decision.record",
      "decision.second",
      "decision.release",
      "task.see",
    ],
    secondFactor: false,
  },
  // ---- finer roles
  /** Educational affairs in Ratel; the specialist to whom a conversation is referred. */
  researcher: { rights: [...desk, ...documents, "case.reveal", "case.close"], secondFactor: false },
  delegate: {
    rights: ["case.see", "intake.record", "file.add"],
    secondFactor: false,
    ownBranch: true,
  },
  complaints_owner: { rights: ["complaint.see", "task.see", "task.do"], secondFactor: false },
  crisis_responder: {
    rights: [...desk, ...crisis, "crisis.clear"],
    secondFactor: false,
  },
  /** Hears objections: never one who had a part in the decision (`act` looks at that). */
  objection_body: {
    rights: ["case.see", "objection.decide", "task.see"],
    secondFactor: false,
  },
  administrator: {
    rights: [
      "user.manage",
      "channel.manage",
      "flow.see",
      "profile.see",
      "audit.see",
      "failed.replay",
      "canned.manage",
      "report.see",
      "api.see",
    ],
    secondFactor: true,
  },
  auditor: {
    rights: ["audit.see", "report.see", "report.export", "profile.see", "flow.see"],
    secondFactor: true,
  },
} as const satisfies Record<string, RoleKind>;
export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as Role[];

export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}

/** All rights of these roles, in the order of the list. A name that is no role gives nothing. */
export function rightsOf(names: readonly string[]): Right[] {
  const given = new Set<Right>(names.filter(isRole).flatMap((name) => [...roles[name].rights]));
  return rights.filter((right) => given.has(right));
}

export function hasRight(names: readonly string[], right: Right): boolean {
  return names.some(
    (name) => isRole(name) && (roles[name].rights as readonly Right[]).includes(right),
  );
}

export function needsSecondFactor(names: readonly string[]): boolean {
  return names.some((name) => isRole(name) && roles[name].secondFactor);
}

/** True when every role of this person is limited to his branch. */
export function seesOwnBranchOnly(names: readonly string[]): boolean {
  const known = names.filter(isRole).map((name): RoleKind => roles[name]);
  return known.length > 0 && known.every((role) => role.ownBranch === true);
}
