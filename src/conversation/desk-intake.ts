import { buildNewCase } from "../cases/new-case.ts";
import { openCase } from "../cases/open.ts";
import type { Actor } from "../cases/case.ts";
import { addressKey, type Address } from "../channels/channel.ts";
import type { Variable } from "../engine/flow.ts";
import { currentVersion, findFlow } from "../engine/flow-set.ts";
import type { Answers, Json } from "../engine/types.ts";
import { dayInRiyadh, toHijri } from "../language/calendar.ts";
import { formatCaseNumber } from "../language/case-number.ts";
import type { Expectation } from "../language/expectation.ts";
import { readExpected } from "../language/read-expected.ts";
import { applyAll } from "./act-on-case.ts";
import { hashOfAnswers, sha256 } from "./answers-hash.ts";
import { phoneKey } from "./identity.ts";
import type { AssociationId, Clock } from "./ports.ts";
import { associationOf, type World } from "./world.ts";

/*
 * A request that reaches the desk: by a visit, a call, a letter or a delegate. The questions are those of the flow, read
 * by the same readers; what is opened is the same case, with its source recorded, and the person is told of it.
 */

const FLOW = "support-request";
/** What only a conversation asks. */
const NOT_AT_DESK = new Set([
  "mobile_is_sender",
  "psy_immediate_danger",
  "dependents",
  "dependents_bands",
  "documents",
  "truth_declaration",
  "declaration_refused",
  "declaration_code",
]);

export interface DeskQuestion {
  id: string;
  /** Key of its words in the flow. */
  text: string;
  section: string;
  variable: Variable;
  options: { id: string; label: string }[];
  required: boolean;
  secret: boolean;
}

/** The questions of this association, in the order of the flow. What a condition may pass over is not required. */
export function deskQuestions(
  world: World,
  association: AssociationId,
  language: "ar" | "en",
): DeskQuestion[] {
  const { profile } = associationOf(world, association);
  const flow = findFlow(world.flows, FLOW, currentVersion(world.flows, FLOW));
  const groups: readonly string[] = profile.intake_groups;
  const label = (key: string) => world.texts.plain(key, language);
  return flow.steps.flatMap((step): DeskQuestion[] => {
    if (step.kind !== "ask" || NOT_AT_DESK.has(step.ask) || step.only !== undefined) return [];
    const id = step.ask;
    const variable = flow.vars.get(id);
    // How to reach the person is always asked: he is told of his request.
    const isAsked = id === "mobile" || step.group === undefined || groups.includes(step.group);
    if (!variable || !isAsked) return [];
    const text = step.text ?? `${flow.texts}.${step.id}`;
    const isSometimes = step.when !== undefined || step.optional !== undefined;
    return [
      {
        id,
        text,
        section: step.section ?? "need",
        variable,
        options: optionIds(world, association, variable).map((option) => ({
          id: option,
          label: label(`${text}.option.${option}`) ?? label(`service.${option}`) ?? option,
        })),
        required: id === "mobile" || !isSometimes,
        secret: variable.pii === "high",
      },
    ];
  });
}

function optionIds(world: World, association: AssociationId, variable: Variable): string[] {
  if (!("options" in variable)) return [];
  const { profile } = associationOf(world, association);
  return Array.isArray(variable.options)
    ? variable.options.map(({ id }) => id)
    : profile.services.map(({ id }) => id);
}

export interface DeskRequest {
  /** Of the request: the same again opens no second case. */
  id: string;
  source: "visit" | "phone" | "letter" | "delegate";
  letter?: { number: string; date: string };
  branch?: string;
  answers: Readonly<Record<string, string>>;
  language: "ar" | "en";
}

export type Registered =
  | { caseId: string; number: string }
  /** What has to be mended: the reason of each answer that cannot be taken. Nothing was written. */
  | { faults: Record<string, string> };

export async function registerAtDesk(
  world: World,
  association: AssociationId,
  asked: DeskRequest,
  by: Extract<Actor, { kind: "staff" }>,
): Promise<Registered> {
  const { profile } = associationOf(world, association);
  const read = readAnswers(
    deskQuestions(world, association, asked.language),
    asked.answers,
    asked.language,
    world.clock,
  );
  if ("faults" in read) return read;
  const { answers, secrets } = read;
  const now = world.clock.now();
  const year = Number(toHijri(dayInRiyadh(now)).slice(2, 4));
  const serial = await world.store.cases.nextSerial(association, year);
  const number = formatCaseNumber(profile.prefix, year, serial);
  const { address, conversationId } = await personOf(world, association, answers["mobile"]);
  const opening = buildNewCase(profile, { answers, at: now });
  const answersHash = hashOfAnswers(answers, secrets);
  const text = world.texts.plain("declare", "ar") ?? "";
  const opened = await world.store.cases.open(association, {
    ...openCase(
      {
        ...opening,
        id: asked.id,
        number,
        conversationId,
        onBehalf: answers["applicant"] === "behalf" || asked.source === "delegate",
        source: asked.source,
        ...(asked.branch ? { branch: asked.branch } : {}),
        answers,
        signature: { signedAt: now.toISOString(), answersHash },
        isTold: false,
      },
      { actor: by, now, profile, id: `${asked.id}.1`, key: asked.id },
    ),
    associationId: association,
    address,
    channelId: address.channelId,
    secrets,
    declaration: {
      text,
      textHash: sha256(text),
      answersHash,
      method: "read_aloud",
      at: now.toISOString(),
      by: by.id,
      source: asked.source,
      ...(asked.letter ? { letter: { ...asked.letter } } : {}),
    },
    consents: [
      {
        purpose: "privacy",
        version: profile.privacy.version,
        decision: "given",
        at: now.toISOString(),
      },
    ],
    flow: { name: FLOW, version: currentVersion(world.flows, FLOW) },
    policyVersion: opening.policyVersion,
  });
  await applyAll(world, opened);
  world.live?.caseChanged(association, opened.view.id, opened.view.version);
  return { caseId: opened.view.id, number: opened.view.number };
}

/** Each answer by the reader of its type, as in the conversation. */
function readAnswers(
  questions: readonly DeskQuestion[],
  given: Readonly<Record<string, string>>,
  language: "ar" | "en",
  clock: Pick<Clock, "now">,
): { answers: Answers; secrets: Answers } | { faults: Record<string, string> } {
  const answers: Answers = {};
  const secrets: Answers = {};
  const faults: Record<string, string> = {};
  const known = new Set(questions.map(({ id }) => id));
  for (const id of Object.keys(given)) if (!known.has(id)) faults[id] = "unknown_question";
  for (const question of questions) {
    const typed = Object.hasOwn(given, question.id) ? (given[question.id] ?? "").trim() : "";
    if (typed === "") {
      if (question.required) faults[question.id] = "required";
      continue;
    }
    const value = readOne(question, typed, language, clock.now());
    if (value.ok) (question.secret ? secrets : answers)[question.id] = value.value as Json;
    else faults[question.id] = value.reason;
  }
  return Object.keys(faults).length > 0 ? { faults } : { answers, secrets };
}

function readOne(question: DeskQuestion, typed: string, language: "ar" | "en", now: Date) {
  const ids = new Set(question.options.map(({ id }) => id));
  if (question.variable.type === "multi") {
    const chosen = typed.split(",").map((each) => each.trim());
    if (chosen.every((each) => ids.has(each))) return { ok: true as const, value: chosen };
  }
  if (ids.has(typed)) return { ok: true as const, value: typed };
  return readExpected(typed, expectationOf(question), { now, language });
}

function expectationOf({
  variable,
  options,
}: DeskQuestion): Exclude<Expectation, { type: "none" }> {
  switch (variable.type) {
    case "choice":
    case "menu":
    case "multi":
      return {
        type: variable.type,
        options: options.map(({ id, label }, index) => ({
          id,
          number: index + 1,
          labels: [label],
        })),
      };
    case "text":
    case "integer":
    case "money":
      return { type: variable.type, min: variable.min, max: variable.max };
    case "integers":
      return { type: "integers", count: variable.count, min: variable.min, max: variable.max };
    case "date":
      return { type: "date", ...(variable.mustBe ? { mustBe: variable.mustBe } : {}) };
    case "code":
      return { type: "code", digits: variable.digits };
    case "case_number":
      return { type: "case_number", prefix: "" };
    default:
      return { type: variable.type };
  }
}

/** The conversation of this number, on whatever channel he wrote last; a number that is new is spoken to by SMS. */
async function personOf(
  world: World,
  association: AssociationId,
  mobile: Json | undefined,
): Promise<{ address: Address; conversationId: string }> {
  if (typeof mobile !== "string") throw new Error("a request at the desk names a mobile number");
  const { conversations } = world.store;
  const sms: Address = { channelId: `${association}-sms`, scheme: "e164", value: mobile };
  for (const name of [phoneKey(mobile), addressKey(sms)]) {
    const id = await conversations.ownerOf(association, name);
    const known = id ? await conversations.load(association, id) : undefined;
    if (known) return { address: known.replyTo, conversationId: known.id };
  }
  const id = await conversations.resolve(association, phoneKey(mobile), world.newId());
  return {
    address: sms,
    conversationId: await conversations.resolve(association, addressKey(sms), id),
  };
}
