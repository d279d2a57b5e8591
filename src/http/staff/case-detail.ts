import { gatesOf } from "../../cases/gates.ts";
import type { ActionKind } from "../../cases/action.ts";
import { mayActOnCase } from "../../conversation/act-on-case.ts";
import { recordOf } from "../../conversation/case-record.ts";
import type { CaseView } from "../../conversation/ports.ts";
import { requestQuestions } from "../../conversation/request-questions.ts";
import { associationOf, type World } from "../../conversation/world.ts";
import type { Answers, Json } from "../../engine/types.ts";
import type { CaseDetail, CaseVerbs } from "./api.ts";
import { caseCard } from "./cards.ts";
import { caseVerbs } from "./case-verbs.ts";
import type { Caller } from "./parts.ts";

/** A case as a member of staff sees it: no full number of a person stands in it. */
export async function caseDetail(
  world: World,
  caller: Caller,
  view: CaseView,
): Promise<CaseDetail> {
  const { association, member } = caller;
  const { profile } = associationOf(world, association);
  const { language } = member;
  const label = (key: string, otherwise: string) => world.texts.plain(key, language) ?? otherwise;
  const record = recordOf(view);
  const [secrets, earlier, actions, documents] = await Promise.all([
    world.store.cases.revealSecrets(association, view.id),
    world.store.cases.ofConversation(association, view.conversationId),
    actionsOf(world, caller, view),
    documentsOf(world, caller, view),
  ]);
  return {
    ...caseCard(world, view, language),
    answers: Object.entries(view.answers).flatMap(([id, value]) =>
      value === null || id.startsWith("_")
        ? []
        : [
            {
              id,
              label: label(`field.${id}`, id),
              value: shown(world, language, id, value),
              source: view.source,
              edited: view.history.some(
                ({ change, data }) =>
                  change.startsWith("answer") && JSON.stringify(data ?? "").includes(`"${id}"`),
              ),
            },
          ],
    ),
    identity: masked(secrets),
    documents,
    declaration: declarationOf(view),
    gates: gatesOf(record, world.clock.now(), profile),
    decision: view.decision ?? null,
    objection: view.objection ?? null,
    delivery: view.delivery ?? null,
    history: view.history,
    earlier: earlier
      .filter(({ id }) => id !== view.id)
      .map((each) => caseCard(world, each, language)),
    possibleDuplicates: view.possibleDuplicateOf,
    actions,
  };
}

/** The last four digits, which is how people and staff speak of a number. */
function masked(secrets: Answers): string | null {
  const id = secrets["national_id"];
  return typeof id === "string" && id.length > SHOWN ? `••••${id.slice(-SHOWN)}` : null;
}

const SHOWN = 4;

/** A choice by its own words, anything else as it was said. */
export function shown(
  world: Pick<World, "texts" | "flows">,
  language: "ar" | "en",
  id: string,
  value: Json,
): string {
  if (Array.isArray(value)) return value.map((each) => shown(world, language, id, each)).join("، ");
  if (typeof value === "boolean")
    return world.texts.plain(`yes_no.option.${value ? "yes" : "no"}`, language) ?? String(value);
  if (typeof value === "object" && value !== null)
    return partsOf(value)
      .filter((each) => each !== null)
      .map((each) => shown(world, language, id, each))
      .join(" - ");
  const text = String(value);
  if (!/^[a-z][a-z0-9_]*$/.test(text)) return text;
  const asked = [...requestQuestions(world)].filter(([, field]) => field === id);
  const keys = [
    ...asked.map(([key]) => `${key}.option.${text}`),
    `service.${text}`,
    `word.${text}`,
    `${id}.option.${text}`,
  ];
  return keys.map((key) => world.texts.plain(key, language)).find(Boolean) ?? text;
}

/** A day as both calendars have it, without what the reader noted besides. */
function partsOf(value: Record<string, Json>): Json[] {
  const { hijri, gregorian } = value;
  return hijri !== undefined && gregorian !== undefined ? [hijri, gregorian] : Object.values(value);
}

async function documentsOf(
  world: World,
  { association, member }: Caller,
  view: CaseView,
): Promise<CaseDetail["documents"]> {
  const label = (key: string, otherwise: string) =>
    world.texts.plain(key, member.language) ?? otherwise;
  return Promise.all(
    view.documents.map(async (document) => ({
      ...document,
      label: label(`document.${document.id}`, document.id),
      required: document.state !== "not_applicable",
      files: await Promise.all(
        document.storageKeys.map(async (key) => ({
          url: `/api/files/${key}`,
          mime: (await world.store.blobs.get(association, key))?.mime ?? "",
        })),
      ),
      matchFields: fieldsToMatch(document.id).map((id) => ({
        id,
        label: label(`field.${id}`, id),
      })),
    })),
  );
}

/** What an officer compares a document with: the person, and what the document is about. */
function fieldsToMatch(document: string): readonly string[] {
  return [
    "applicant_name",
    "national_id",
    ...(Object.hasOwn(about, document) ? about[document]! : []),
  ];
}

const about: Record<string, readonly string[]> = {
  family_register: ["family_size"],
  residence_proof: ["city", "district"],
  income_statement: ["income_total"],
  rent_contract: ["rent_amount", "city"],
  debt_report: ["debt_total"],
};

function declarationOf({ declaration, signature }: CaseView): CaseDetail["declaration"] {
  if (typeof declaration !== "object" || declaration === null || Array.isArray(declaration))
    return null;
  const text = (name: string) => {
    const value = declaration[name];
    return typeof value === "string" ? value : "";
  };
  return {
    text: text("text"),
    textHash: text("textHash"),
    at: text("at"),
    method: text("method"),
    by: text("byName") || null,
    witness: text("witness") || null,
    scan: signature.scan ? `/api/files/${signature.scan}` : null,
    valid: signature.signedAt !== undefined && signature.voidedAt === undefined,
  };
}

/** By the same rules as the act itself, and by the rights of who asks. */
async function actionsOf(
  world: World,
  { actor, rights }: Caller,
  view: CaseView,
): Promise<CaseDetail["actions"]> {
  const kinds = Object.keys(caseVerbs) as (keyof typeof caseVerbs & ActionKind)[];
  const may = await mayActOnCase(world, view, actor, kinds);
  return may.map(({ kind, refusal }) => {
    const verb = kind as keyof CaseVerbs;
    const { right } = caseVerbs[kind as keyof typeof caseVerbs];
    if (!rights.includes(right)) return { verb, allowed: false, why: "staff.right" };
    return refusal ? { verb, allowed: false, why: refusal.code } : { verb, allowed: true };
  });
}
