import type { LetterSheet } from "../cases/sheet.ts";
import type { EffectOf } from "../engine/types.ts";
import type { CaseView, FormRecord, LetterKind } from "./ports.ts";
import { acceptInternal } from "./receive.ts";
import type { World } from "./world.ts";

/*
 * The page on which a letter is read. A text message carries neither amounts nor reasons, so it carries a link; the link
 * may be opened again until it expires. Who got it on a telephone has shown that the telephone is theirs; anybody else is
 * asked for a code that goes to the telephone of the case.
 */

const CODE_MINUTES = 10;
const CODE_DIGITS = 4;

const letterOf: Readonly<Record<string, LetterKind>> = {
  decision_accepted: "decision",
  decision_partly: "decision",
  decision_declined: "decision",
  decision_deferred: "deferral",
  objection_decided: "objection",
};

/** The letter that a message tells of. */
export function letterToldBy({ event, caseId }: EffectOf<"send">): FormRecord["letter"] {
  const kind = event !== undefined && Object.hasOwn(letterOf, event) ? letterOf[event] : undefined;
  return kind && caseId ? { caseId, kind } : undefined;
}

/** The id of the link by which a reader of the letter goes on in the chat. */
export function chatBeside(linkId: string): string {
  return `${linkId}.chat`;
}

/** Whether the reader must first prove to hold the telephone of the case. */
export function needsCode({ address }: Pick<FormRecord, "address">): boolean {
  return address.scheme !== "e164";
}

export interface ReadableLetter {
  number: string;
  /** Undefined: told as text alone, because it could not be printed. */
  sheet?: LetterSheet;
  storageKey?: string;
  fileName: string;
}

/** The newest letter of this kind; undefined when none was registered. */
export async function readLetter(
  { store }: World,
  form: FormRecord,
): Promise<ReadableLetter | undefined> {
  const { associationId, letter } = form;
  if (!letter) return undefined;
  const all = await store.letters.ofCase(associationId, letter.caseId);
  const found = all.findLast(({ kind }) => kind === letter.kind);
  if (!found) return undefined;
  const source = await store.letters.sourceOf(associationId, found.id);
  return {
    number: found.number,
    fileName: found.fileName,
    ...(found.storageKey ? { storageKey: found.storageKey } : {}),
    ...(source ? { sheet: source as unknown as LetterSheet } : {}),
  };
}

/** Sends a code to the telephone of the case, once in ten minutes. False: the case names no telephone. */
export async function sendLetterCode(world: World, form: FormRecord): Promise<boolean> {
  const phone = phoneOf(await caseOf(world, form));
  if (phone === undefined) return false;
  const codeId = codeIdOf(form, world.clock.real(), 0);
  await acceptInternal(world, form.associationId, {
    id: `letter|${codeId}`,
    address: form.address,
    body: { kind: "letter_code", codeId, phone },
  });
  return true;
}

/** A code is good for ten to twenty minutes. */
export function isLetterCode(world: World, form: FormRecord, typed: string): boolean {
  const now = world.clock.real();
  if (typed.length !== CODE_DIGITS) return false;
  return [0, 1].some((ago) => world.tokens.isCode(codeIdOf(form, now, ago), typed));
}

function codeIdOf({ id }: FormRecord, now: Date, ago: number): string {
  return `${id}.code.${Math.floor(now.getTime() / (CODE_MINUTES * 60_000)) - ago}`;
}

async function caseOf({ store }: World, form: FormRecord): Promise<CaseView | undefined> {
  const cases = await store.cases.ofConversation(form.associationId, form.conversationId);
  return cases.find(({ id }) => id === form.letter?.caseId);
}

function phoneOf(found: CaseView | undefined): string | undefined {
  const phone = found?.answers["mobile"];
  return typeof phone === "string" ? phone : undefined;
}

/** Where the reader goes on in the chat: the one-time link that was issued beside the letter's. */
export function chatLinkOf(world: World, form: FormRecord): string {
  const token = world.tokens.formToken(chatBeside(form.id));
  return `${world.publicUrl}/chat/${form.associationId}-web#resume=${token}`;
}
