import { documentsFor, serviceOf } from "../cases/new-case.ts";
import { advance, emptyState } from "../engine/advance.ts";
import { hasFlow, type FlowSet } from "../engine/flow-set.ts";
import type { Effect, Holder, Input, Json, State, TurnContext } from "../engine/types.ts";
import { formatCaseNumber } from "../language/case-number.ts";
import type { Association } from "./world.ts";
import type { Texts } from "./texts.ts";

/** What a rehearsal shows: effects in the order in which they were asked for. */
export interface Rehearsal {
  take(input: Input): Effect[];
  /** Lets time pass; follow-ups that fall due on the way fire. */
  wait(ms: number): Effect[];
  /** From now on this effect brings these values back. */
  answerWith(effect: Effect["kind"], values: Record<string, Json>): void;
  /** Staff take the conversation, or give it back. */
  hold(by: "staff" | "bot"): Effect[];
  useChannel(kind: TurnContext["channel"]["kind"]): void;
  readonly state: State;
  readonly holder: Holder;
  readonly ended: { flow: string; how: string } | undefined;
  readonly now: Date;
}

export interface RehearsalOptions {
  flows: FlowSet;
  texts: Texts;
  association: Association;
  /** Overrides of the profile (`maxIncome`), already merged by the caller. */
  policy?: Json;
  channel: TurnContext["channel"]["kind"];
  now: Date;
  /** Begins in the middle: this flow, without greeting and consent. */
  flow?: { name: string; version: number };
  verifiedPhone?: string;
  visit?: TurnContext["visit"];
}

const DAY_MS = 86_400_000;
const CODE = "4821"; // the one-time code of every rehearsal

/**
 * A conversation without a server: the same engine, flows and texts, while effects take hold in memory. It carries
 * `npm run play`, the golden transcripts and their coverage.
 */
export function rehearse(options: RehearsalOptions): Rehearsal {
  const { flows, texts, association } = options;
  const policy = options.policy ?? association.policy;
  let state = options.flow ? inFlow(options.flow, options.now, policy) : emptyState(options.now);
  let holder: Holder = "bot";
  let ended: { flow: string; how: string } | undefined;
  let kind = options.channel;
  let now = options.now;
  let version = 0;
  let serial = 0;
  const due = new Map<string, Date>();
  const given = new Map<Effect["kind"], Record<string, Json>>();

  function context(): TurnContext {
    version += 1;
    return {
      now,
      holder,
      turnId: `rehearsal.${version}`,
      channel: { kind, twoWay: true, buttons: kind === "web" },
      ...(options.verifiedPhone && kind !== "web" ? { verifiedPhone: options.verifiedPhone } : {}),
      policy,
      documentsFor: (answers) =>
        documentsFor(association.profile, serviceOf(association.profile, answers)),
      hasFlow: (name) => hasFlow(flows, name),
      label: (key) => texts.plain(key, state.language),
      placeholders: (key) => texts.placeholders(key),
      isCode: (_id, typed) => typed === CODE,
      findAnswer: (text) => association.knowledge.answer(text),
      ...(options.visit ? { visit: options.visit } : {}),
    };
  }

  function take(input: Input): Effect[] {
    const turn = advance(flows, state, input, context());
    state = turn.state;
    holder = turn.holder ?? holder;
    ended = turn.ended ?? ended;
    const later = turn.effects.flatMap((effect) => {
      if (effect.kind === "schedule") due.set(effect.followUp, new Date(effect.at));
      if (effect.kind === "cancel_follow_up") due.delete(effect.followUp);
      const values = resultOf(effect);
      return values ? take({ kind: "result", effectId: effect.id, values }) : [];
    });
    return [...turn.effects, ...later];
  }

  function nextNumber(): string {
    serial += 1;
    return formatCaseNumber(association.profile.prefix, 48, serial);
  }

  function resultOf(effect: Effect): Record<string, Json> | undefined {
    const values = given.get(effect.kind);
    if (values) return values;
    switch (effect.kind) {
      case "reserve_case_number":
        return { case_no: nextNumber() };
      case "open_case":
        return {
          case_id: effect.id,
          decision_not_before: new Date(now.getTime() + 14 * DAY_MS).toISOString(),
        };
      case "find_cases":
        return { cases: [] };
      case "find_draft":
        return { draft_found: false };
      case "link_contact":
        return { linked: false };
      case "find_case":
        return { case_count: 0, case_list: [] };
      case "case_action":
        return { case_ok: true };
      case "receive_documents":
        return {
          case_ok: true,
          received: effect.documents.map(({ document }) => document),
          documents: [],
          expired: [],
        };
      case "known_answers":
        return {};
      case "record_feedback":
        return { fb_no: nextNumber() };
      case "record_my_data":
        return { my_no: nextNumber(), my_due: new Date(now.getTime() + 30 * DAY_MS).toISOString() };
      default:
        return undefined;
    }
  }

  function wait(ms: number): Effect[] {
    const until = new Date(now.getTime() + ms);
    const seen: Effect[] = [];
    for (;;) {
      const [next] = [...due]
        .filter(([, at]) => at <= until)
        .toSorted(([, a], [, b]) => a.getTime() - b.getTime());
      if (!next) break;
      const [followUp, at] = next;
      due.delete(followUp);
      now = at > now ? at : now;
      seen.push(...take({ kind: "timer", followUpId: `rehearsal.${followUp}`, followUp }));
    }
    now = until;
    return seen;
  }

  return {
    take,
    wait,
    hold: (by) => {
      holder = by;
      return by === "bot" ? take({ kind: "released" }) : [];
    },
    answerWith: (effect, values) => void given.set(effect, values),
    useChannel: (next) => {
      kind = next;
    },
    get state() {
      return state;
    },
    get holder() {
      return holder;
    },
    get ended() {
      return ended;
    },
    get now() {
      return now;
    },
  };
}

/** The state of somebody who was greeted, has agreed to the notice, and is about to meet the first step of a flow. */
function inFlow(flow: { name: string; version: number }, now: Date, policy: Json): State {
  const version = (policy as { privacy?: { version?: string } }).privacy?.version ?? "1";
  return {
    ...emptyState(now),
    greeted: true,
    frames: [{ flow: flow.name, version: flow.version, step: null, failures: 0 }],
    consents: [{ purpose: "processing", version, decision: "given", at: now.toISOString() }],
  };
}
