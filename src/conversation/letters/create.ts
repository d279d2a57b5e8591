import type { CaseRecord } from "../../cases/case.ts";
import type { LetterSheet, Sheet } from "../../cases/sheet.ts";
import { currentVersion, findFlow, type FlowSet } from "../../engine/flow-set.ts";
import type { Json } from "../../engine/types.ts";
import { AppError } from "../../errors.ts";
import { dayInRiyadh, toHijri } from "../../language/calendar.ts";
import type { AssociationId, Clock, LetterKind, Letters, Store } from "../ports.ts";
import type { Language, Texts } from "../texts.ts";
import type { Association } from "../world.ts";
import { committeeSheet } from "./committee.ts";
import { decisionLetter } from "./decision.ts";
import type { Reference } from "./head.ts";
import { noticeLetter } from "./notice.ts";
import { objectionLetter } from "./objection.ts";
import { supportFormSheet } from "./support-form.ts";
import { createWords, type Words } from "./words.ts";

const PDF = "application/pdf";
const SUPPORT_REQUEST = "support-request";

export interface LetterParts {
  store: Pick<Store, "letters" | "blobs" | "conversations">;
  associations: ReadonlyMap<AssociationId, Association>;
  texts: Texts;
  flows: FlowSet;
  clock: Clock;
  publicUrl: string;
  /** A sheet as a document that is complete in itself. */
  draw(sheet: Sheet): string;
  print(html: string): Promise<Buffer>;
}

/** Writes what stands on paper, has it drawn and printed, and keeps it: the letter once, the sheets for the asking. */
export function createLetters(parts: LetterParts): Letters {
  const { store } = parts;

  return {
    async make(association, { id, record, kind }) {
      const words = wordsOf(association, await languageOf(association, record));
      const at = parts.clock.now();
      sheetOf(words, record, kind, { number: "", at, attachments: ATTACHMENTS }); // no number is used up for nothing
      const letter = await store.letters.register(
        association,
        {
          id,
          caseId: record.id,
          kind,
          issuedAt: at,
          attachments: ATTACHMENTS,
          fileName: `${words.text(`letter.file.${kind}`)} ${record.number}.pdf`,
        },
        hijriYearOf(at),
      );
      const storageKey =
        letter.storageKey ??
        (await printOnce(
          association,
          id,
          record,
          sheetOf(words, record, kind, { ...letter, at: letter.issuedAt }),
        ));
      return { storageKey, number: letter.number, fileName: letter.fileName, mime: PDF };
    },
    preview: (association, record, kind, language) =>
      parts.draw(
        sheetOf(wordsOf(association, language), record, kind, {
          number: undefined,
          at: parts.clock.now(),
          attachments: ATTACHMENTS,
        }),
      ),
    print: (html) => parts.print(html),
    committeeSheet: (association, agenda) =>
      parts.print(parts.draw(committeeSheet(wordsOf(association, "ar"), agenda))),
    supportForm: (association, language) => {
      const flow = findFlow(
        parts.flows,
        SUPPORT_REQUEST,
        currentVersion(parts.flows, SUPPORT_REQUEST),
      );
      return parts.print(parts.draw(supportFormSheet(wordsOf(association, language), flow)));
    },
  };

  /** Two who print the same letter at once keep one paper. */
  async function printOnce(
    association: AssociationId,
    id: string,
    record: CaseRecord,
    sheet: LetterSheet,
  ): Promise<string> {
    const bytes = await parts.print(parts.draw(sheet));
    const mine = await store.blobs.put(association, bytes, {
      mime: PDF,
      fileName: `${record.number}.pdf`,
      owner: record.conversationId,
    });
    const source = sheet as unknown as Json;
    const kept = await store.letters.printed(association, id, { storageKey: mine, source });
    if (kept !== mine) await store.blobs.remove(association, mine);
    return kept;
  }

  function wordsOf(id: AssociationId, language: Language): Words {
    const association = parts.associations.get(id);
    if (!association) throw nothing(`there is no association "${id}"`);
    return createWords(parts.texts, association, language, parts.publicUrl);
  }

  /** A letter is written in the language in which the person speaks with us. */
  async function languageOf(association: AssociationId, record: CaseRecord): Promise<Language> {
    const conversation = await store.conversations.load(association, record.conversationId);
    return conversation?.state.language ?? "ar";
  }
}

/** Nothing is enclosed with the letters that are made here. */
const ATTACHMENTS = 0;

function sheetOf(
  words: Words,
  record: CaseRecord,
  kind: LetterKind,
  reference: Reference,
): LetterSheet {
  const { decision, deferral, objection, decisionNotBefore, number } = record;
  switch (kind) {
    case "decision":
      if (!decision) throw nothing(`case ${number} is not decided`);
      return decisionLetter(words, record, decision, reference);
    case "deferral":
      if (!deferral) throw nothing(`case ${number} was not put off`);
      return decisionLetter(words, record, deferral, reference);
    case "objection":
      if (!objection?.outcome) throw nothing(`case ${number} has no decided objection`);
      return objectionLetter(words, record, objection, objection.outcome, reference);
    case "notice":
      if (!decisionNotBefore) throw nothing(`case ${number} is not complete`);
      return noticeLetter(words, record, new Date(decisionNotBefore), reference);
  }
}

function hijriYearOf(at: Date): number {
  return Number(toHijri(dayInRiyadh(at)).slice(0, 4));
}

function nothing(detail: string): AppError {
  return new AppError("print.nothing", { detail });
}
