import { act, type ActContext, type Done, type Refusal } from "../../src/cases/act.ts";
import type { CaseAction } from "../../src/cases/action.ts";
import type { Actor, CaseEffect, CaseRecord } from "../../src/cases/case.ts";
import type { Session } from "../../src/cases/committee.ts";
import { documentsFor } from "../../src/cases/new-case.ts";
import { openCase } from "../../src/cases/open.ts";
import type { Profile } from "../../src/cases/profile.ts";
import { profileOf } from "./profiles.ts";

/*
 * A case that lives in a test: it is acted on, and remembers what it wished for. Printing is instant here.
 */

export const person: Actor = { kind: "contact", id: "p1" };
export const system: Actor = { kind: "system", id: "clock" };
export const officer = staff("huda", "officer");
export const manager = staff("majed", "manager");
export const members = [
  staff("amina", "committee"),
  staff("badr", "committee"),
  staff("camila", "committee"),
];
export const objectionBody = staff("oways", "objection_body");

export function staff(id: string, ...roles: string[]): Extract<Actor, { kind: "staff" }> {
  return { kind: "staff", id, name: id, roles };
}

export interface ACase {
  record: CaseRecord;
  now: Date;
  profile: Profile;
  session: Session | undefined;
  person: ActContext["person"];
  /** Everything that was wished for so far. */
  effects: CaseEffect[];
  /** Does it or throws the refusal. */
  do(action: CaseAction, by?: Actor): ACase;
  try(action: CaseAction, by?: Actor): Done | { refusal: Refusal };
  /** The code of the refusal, or undefined when it was done. */
  refusal(action: CaseAction, by?: Actor): string | undefined;
  /** Lets time pass; follow-ups that fall due on the way come back as `clock`. */
  wait(days: number): ACase;
  /** Time passes, and nothing wakes. */
  sleep(days: number): ACase;
  told(): string[];
  tasks(): string[];
}

const DAY_MS = 86_400_000;

export function aCase(
  options: {
    association?: string;
    service?: string;
    received?: readonly string[];
    urgent?: boolean;
    isSigned?: boolean;
    at?: string;
    profile?: (profile: Profile) => void;
  } = {},
): ACase {
  const { association = "khuta", service = "rent", urgent = false, isSigned = true } = options;
  const profile = profileOf(association);
  options.profile?.(profile);
  const listed = documentsFor(profile, service);
  const received = options.received ?? listed;
  let now = new Date(options.at ?? "2026-11-01T10:00:00+03:00");
  let count = 0;
  const due = new Map<string, Date>();
  const openTasks = new Set<string>();

  const context = (by: Actor, version: number): ActContext => ({
    actor: by,
    now,
    profile,
    id: `c1.${version}`,
    key: `k${count++}`,
    number: `KH-48${String(count).padStart(5, "0")}-0`,
    answersHash: "h1",
    ...(life.session ? { session: life.session } : {}),
    person: life.person ?? {
      inCrisis: false,
      hasOpenObjection: false,
      hasOpenComplaint: false,
      hasOptedOut: false,
    },
  });

  function take({ record, effects }: Pick<Done, "record" | "effects">): void {
    life.record = record;
    life.effects.push(...effects);
    for (const effect of effects) {
      if (effect.kind === "follow_up") due.set(effect.name, new Date(effect.at));
      if (effect.kind === "cancel_follow_up") due.delete(effect.name);
      if (effect.kind === "task") openTasks.add(effect.task);
      if (effect.kind === "close_task") openTasks.delete(effect.task);
      if (effect.kind === "letter")
        life.do(
          {
            kind: "letter_ready",
            letter: effect.letter,
            storageKey: "blob",
            number: "17",
            fileName: "17.pdf",
          },
          system,
        );
    }
  }

  const life: ACase = {
    record: undefined as unknown as CaseRecord,
    get now() {
      return now;
    },
    profile,
    session: undefined,
    person: undefined,
    effects: [],
    do(action, by = officer) {
      const done = life.try(action, by);
      if ("refusal" in done) throw new Error(JSON.stringify(done.refusal));
      return life;
    },
    try(action, by = officer) {
      const done = act(life.record, action, context(by, life.record.version + 1));
      if (!("refusal" in done)) take(done);
      return done;
    },
    refusal(action, by = officer) {
      const done = act(life.record, action, context(by, life.record.version + 1));
      return "refusal" in done ? done.refusal.code : undefined;
    },
    wait(days) {
      const until = new Date(now.getTime() + days * DAY_MS);
      for (;;) {
        const [next] = [...due]
          .filter(([, at]) => at <= until)
          .toSorted(([, a], [, b]) => a.getTime() - b.getTime());
        if (!next) break;
        const [name, at] = next;
        due.delete(name);
        now = at > now ? at : now;
        life.do({ kind: "clock", name: name as never }, system);
      }
      now = until;
      return life;
    },
    sleep(days) {
      now = new Date(now.getTime() + days * DAY_MS);
      return life;
    },
    told: () => life.effects.flatMap((each) => (each.kind === "tell" ? [each.event] : [])),
    tasks: () => [...openTasks],
  };
  take(
    openCase(
      {
        id: "c1",
        number: "KH-4800001-3",
        conversationId: "v1",
        service,
        onBehalf: false,
        urgent,
        source: "web",
        answers: { applicant_name: "نورة عبدالله", need_description: "إيجار" },
        documents: listed.map((id) =>
          received.includes(id)
            ? { id, state: "received", storageKeys: [`blob-${id}`] }
            : { id, state: "missing", storageKeys: [] },
        ),
        ...(isSigned ? { signature: { signedAt: now.toISOString(), answersHash: "h1" } } : {}),
        isTold: true,
      },
      context(person, 1),
    ),
  );
  return life;
}

// ---------------------------------------------------------------- the way to the committee, in steps that tests shorten

export function noticed(life: ACase): ACase {
  const at = life.now.toISOString();
  return life
    .do({ kind: "notice_sent", at, writtenAt: at }, system)
    .do({ kind: "notice_delivered", at, writtenAt: at }, system);
}

export function matched(life: ACase): ACase {
  for (const { id, state } of life.record.documents)
    if (state === "received") life.do({ kind: "match_document", document: id, fields: ["name"] });
  return life;
}

/** On the agenda of an open session with three members, all present. */
export function inSession(
  life: ACase,
  conflicts: Session["agenda"][number]["conflicts"] = [],
): ACase {
  life.session = {
    id: "s1",
    version: 1,
    at: life.now.toISOString(),
    status: "open",
    members: members.map((member, index) => ({
      id: member.id,
      name: member.name,
      chair: index === 0,
      present: true,
    })),
    agenda: [{ caseId: "c1", votes: [], conflicts }],
    pending: [],
  };
  return life.do({ kind: "to_committee", sessionId: "s1" });
}

export function decidable(options: Parameters<typeof aCase>[0] = {}): ACase {
  return inSession(matched(noticed(aCase(options)).wait(15)));
}
