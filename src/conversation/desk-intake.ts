import { buildNewCase, documentsFor, serviceOf } from "../cases/new-case.ts";
import { openCase } from "../cases/open.ts";
import type { Actor } from "../cases/case.ts";
import { addressKey } from "../channels/channel.ts";
import { currentVersion, hasFlow } from "../engine/flow-set.ts";
import { questionnaire, type Questionnaire } from "../engine/questionnaire.ts";
import type { EffectOf, TurnContext } from "../engine/types.ts";
import { dayInRiyadh, toHijri } from "../language/calendar.ts";
import { formatCaseNumber } from "../language/case-number.ts";
import { applyAll } from "./act-on-case.ts";
import { hashOfAnswers, sha256 } from "./answers-hash.ts";
import { isDeskCode } from "./desk-code.ts";
import { personOf } from "./person-of-number.ts";
import type { AssociationId } from "./ports.ts";
import { renderMessage } from "./render-message.ts";
import { associationOf, type World } from "./world.ts";

/*
 * A request that reaches the desk: by a visit, a call, a letter or a delegate. The questions are those of the flow, read
 * by the same readers; what is opened is the same case, with its source recorded, and the person is told of it.
 */

const FLOW = "support-request";
/** What only a conversation asks: files come to the checklist of the case, a signature is taken at the end of the form. */
const NOT_AT_DESK = ["mobile_is_sender", "documents"];
/** How to reach the person is asked of everybody: he is told of his request. */
const ALWAYS = ["mobile"];
const PAGE = { kind: "web", twoWay: true } as const;

/** What stands on the form after these answers: what the conversation would ask, in its order. Nothing is written. */
export function deskQuestions(
  world: World,
  association: AssociationId,
  given: DeskRequest["answers"],
  language: "ar" | "en",
): Questionnaire {
  return questionnaire(
    world.flows,
    {
      flow: FLOW,
      given,
      always: ALWAYS,
      never: NOT_AT_DESK,
      consents: [processingConsent(world, association)],
    },
    contextOf(world, association, language),
  );
}

/** The words of a text of the form, in the language of who reads it. */
export function deskText(
  world: World,
  association: AssociationId,
  says: EffectOf<"send">,
  language: "ar" | "en",
): string {
  const target = { language, channel: PAGE, isolates: false };
  const { body } = renderMessage(world, association, { ...says, options: [] }, target);
  return "text" in body ? body.text : "";
}

/** A conversation in which nobody is on the other side: the officer writes what the person says. */
function contextOf(world: World, association: AssociationId, language: "ar" | "en"): TurnContext {
  const { policy, profile, knowledge } = associationOf(world, association);
  return {
    now: world.clock.now(),
    holder: "bot",
    turnId: "desk",
    channel: { kind: "console", twoWay: true, buttons: true },
    policy,
    documentsFor: (answers) => documentsFor(profile, serviceOf(profile, answers)),
    hasFlow: (name) => hasFlow(world.flows, name),
    label: (key) => world.texts.plain(key, language),
    placeholders: (key) => world.texts.placeholders(key),
    isCode: () => false,
    findAnswer: (text) => knowledge.answer(text),
  };
}

function processingConsent(world: World, association: AssociationId) {
  const { profile } = associationOf(world, association);
  const at = world.clock.now().toISOString();
  const { version } = profile.privacy;
  return { purpose: "processing", version, decision: "given", at } as const;
}

/** How the person answered for what is written; who took it and when is added. */
type DeskDeclaration =
  | { method: "paper"; scan?: string }
  | { method: "read_aloud"; witness: string }
  | { method: "code"; code: string };

export interface DeskRequest {
  /** Of the request: the same again opens no second case. */
  id: string;
  source: "visit" | "phone" | "letter" | "delegate";
  letter?: { number: string; date: string };
  branch?: string;
  answers: Readonly<Record<string, string>>;
  declaration: DeskDeclaration;
  language: "ar" | "en";
}

export type Registered =
  | { caseId: string; number: string }
  /** What has to be mended: the reason of each answer that cannot be taken, in words. Nothing was written. */
  | { faults: Record<string, string> }
  /** The conversation would have called for help instead of asking on. Nothing was written. */
  | { stopped: "crisis" };

export async function registerAtDesk(
  world: World,
  association: AssociationId,
  asked: DeskRequest,
  by: Extract<Actor, { kind: "staff" }>,
): Promise<Registered> {
  const { profile } = associationOf(world, association);
  const form = deskQuestions(world, association, asked.answers, asked.language);
  if (form.crisis) return { stopped: "crisis" };
  const faults = {
    ...faultsOf(world, association, form, asked),
    ...(await faultOfDeclaration(world, association, form, asked, by.id)),
  };
  if (Object.keys(faults).length > 0) return { faults };
  const { answers, secrets } = form;
  const now = world.clock.now();
  const year = Number(toHijri(dayInRiyadh(now)).slice(2, 4));
  const serial = await world.store.cases.nextSerial(association, year);
  const number = formatCaseNumber(profile.prefix, year, serial);
  const { mobile } = answers;
  if (typeof mobile !== "string") throw new Error("a request at the desk names a mobile number");
  const { address, conversationId } = await personOf(world, association, mobile);
  const opening = buildNewCase(profile, { answers, at: now });
  const answersHash = hashOfAnswers(answers, secrets);
  const text = form.declaration ? deskText(world, association, form.declaration, "ar") : "";
  const given = consentsOf(world, association, form);
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
        signature: {
          signedAt: now.toISOString(),
          answersHash,
          ...("scan" in asked.declaration ? { scan: asked.declaration.scan } : {}),
        },
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
      ...evidenceOf(asked.declaration),
      at: now.toISOString(),
      by: by.id,
      byName: by.name,
      source: asked.source,
      ...(asked.letter ? { letter: { ...asked.letter } } : {}),
    },
    consents: given.map(({ purpose, version, decision, at }) => ({
      purpose,
      version,
      decision,
      at,
    })),
    flow: { name: FLOW, version: currentVersion(world.flows, FLOW) },
    policyVersion: opening.policyVersion,
  });
  for (const [index, consent] of given.entries())
    await world.store.consents.append(association, {
      id: `${asked.id}.consent.${index}`,
      conversationId,
      address: addressKey(address),
      purpose: consent.purpose,
      version: consent.version,
      decision: consent.decision,
      textKey: consent.textKey,
      text: consent.text,
      at: new Date(consent.at),
    });
  await applyAll(world, opened);
  world.live?.caseChanged(association, opened.view.id, opened.view.version);
  return { caseId: opened.view.id, number: opened.view.number };
}

/** The reason of each answer that cannot be taken, in the words in which the conversation says it. */
function faultsOf(
  world: World,
  association: AssociationId,
  { asked }: Questionnaire,
  { language }: DeskRequest,
): Record<string, string> {
  return Object.fromEntries(
    asked.flatMap(({ id, fault, blank, required }): [string, string][] => {
      if (fault) return [[id, deskText(world, association, fault.says, language)]];
      if (!blank || !required) return [];
      return [[id, world.texts.plain("refusal.intake.required", language) ?? "required"]];
    }),
  );
}

/** The code that was sent to the number of this request; a scan that this member has uploaded and nobody uses yet. */
async function faultOfDeclaration(
  world: World,
  association: AssociationId,
  { answers }: Questionnaire,
  { declaration, language }: DeskRequest,
  member: string,
): Promise<Record<string, string>> {
  const { mobile } = answers;
  const because = (key: string) => ({ declaration: world.texts.plain(key, language) ?? key });
  if (declaration.method === "code")
    return typeof mobile === "string" && isDeskCode(world, association, mobile, declaration.code)
      ? {}
      : because("refusal.intake.code");
  if (declaration.method !== "paper" || !declaration.scan) return {};
  const scan = await world.store.blobs.get(association, declaration.scan);
  return scan?.owner === uploadedBy(member) ? {} : because("refusal.intake.scan");
}

/** Whose a file is that a member of staff has uploaded, until it is sent or kept with a case. */
export const uploadedBy = (member: string) => `staff|${member}`;

/** A code is no evidence once it was used: that it was right is. */
function evidenceOf(declaration: DeskDeclaration): Record<string, string> {
  const { method } = declaration;
  if (method === "paper" && declaration.scan) return { method, scan: declaration.scan };
  if (method === "read_aloud") return { method, witness: declaration.witness };
  return { method };
}

/** The privacy notice, which is always first, and what the answers gave or refused; each with its text. */
function consentsOf(world: World, association: AssociationId, { consents }: Questionnaire) {
  const first = { ...processingConsent(world, association), textKey: "privacy.notice" };
  return [first, ...consents].map((consent) => ({
    ...consent,
    text: deskText(
      world,
      association,
      { id: "", kind: "send", key: consent.textKey, vars: {}, purpose: "reply" },
      "ar",
    ),
  }));
}
