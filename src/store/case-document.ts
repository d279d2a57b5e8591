import type { Connection, Model } from "mongoose";
import type { Address } from "../channels/channel.ts";
import type { CaseDocument, CaseEffect, CaseEvent, CaseRecord } from "../cases/case.ts";
import type { AssociationId, CaseView, NewCase } from "../conversation/ports.ts";
import type { Answers, Json } from "../engine/types.ts";
import { foldDigits, foldLetters } from "../language/normalise.ts";
import { defineModel, Whole } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "cases";

/** What is searched, sorted or counted stands open; everything else of the record is packed in `life`. */
const COLUMNS = [
  "number",
  "state",
  "service",
  "conversationId",
  "onBehalf",
  "urgent",
  "version",
  "branch",
  "suspended",
] as const;
type Column = (typeof COLUMNS)[number];
type Life = Omit<CaseRecord, Column | "id" | "answers">;

export interface CaseRow extends Pick<CaseRecord, Column> {
  _id: string;
  associationId: AssociationId;
  address: Address;
  channelId: string;
  /** Packed: people write numbers into free text too. */
  answers: string;
  secrets: string;
  /** Blind index of the identity number. */
  nationalId?: string;
  declaration: string;
  consents: string;
  flow: NewCase["flow"];
  policyVersion: string;
  openedAt: Date;
  updatedAt: Date;
  decisionNotBefore: Date | null;
  /** Beginnings of these are what staff search by: digits of number and telephone, folded words of the name. */
  words: string[];
  /** Keys of every file of the case, open so that a file finds the case that it belongs to. */
  files?: string[];
  life: string;
  effects: { id: string; data: string }[];
  /** While effects wait: when somebody else may apply them. */
  unsettledUntil?: Date;
  /** Of cases that were opened before cases had a life. */
  documents?: CaseDocument[];
  history?: (Omit<CaseEvent, "at"> & { at: Date })[];
}

export function caseModel(connection: Connection): Model<CaseRow> {
  return defineModel<CaseRow>(
    connection,
    COLLECTION,
    {
      number: String,
      state: String,
      version: Number,
      conversationId: String,
      address: Whole,
      channelId: String,
      service: String,
      answers: String,
      secrets: String,
      nationalId: String,
      documents: Whole,
      declaration: String,
      consents: String,
      flow: Whole,
      policyVersion: String,
      onBehalf: Boolean,
      urgent: Boolean,
      suspended: Boolean,
      branch: String,
      openedAt: Date,
      updatedAt: Date,
      decisionNotBefore: Date,
      history: Whole,
      words: Whole,
      files: [String],
      life: String,
      effects: Whole,
      unsettledUntil: Date,
    },
    {
      association: "required",
      indexes: [
        { fields: { associationId: 1, number: 1 }, options: { unique: true } },
        { fields: { associationId: 1, conversationId: 1, openedAt: 1 } },
        { fields: { associationId: 1, state: 1, openedAt: -1, _id: -1 } },
        { fields: { associationId: 1, openedAt: -1, _id: -1 } },
        { fields: { associationId: 1, words: 1 } },
        {
          fields: { associationId: 1, files: 1 },
          options: { name: "files", partialFilterExpression: { files: { $exists: true } } },
        },
        { fields: { unsettledUntil: 1 }, options: { name: "unsettled", sparse: true } },
        {
          fields: { associationId: 1, nationalId: 1 },
          options: { partialFilterExpression: { nationalId: { $exists: true } } },
        },
      ],
    },
  );
}

/** What `act` changes, as it lies in the database. */
export async function recordRow(
  vault: Vault,
  association: AssociationId,
  { id, answers, ...record }: CaseRecord,
) {
  const columns = Object.fromEntries(
    COLUMNS.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]),
  ) as Pick<CaseRecord, Column>;
  const life = Object.fromEntries(
    Object.entries(record).filter(([name]) => !(COLUMNS as readonly string[]).includes(name)),
  );
  const files = filesOf(record);
  return {
    ...columns,
    answers: await vault.pack(placeOf(association, id, "answers"), answers),
    life: await vault.pack(placeOf(association, id, "life"), life),
    openedAt: new Date(record.openedAt),
    decisionNotBefore: record.decisionNotBefore ? new Date(record.decisionNotBefore) : null,
    words: wordsOf(record.number, answers),
    ...(files.length > 0 ? { files } : {}),
  };
}

function filesOf({
  documents,
  decision,
  objection,
  signature,
}: Omit<CaseRecord, "id" | "answers">): string[] {
  const keys = [
    ...documents.flatMap(({ storageKeys }) => storageKeys),
    decision?.letterKey,
    objection?.letterKey,
    signature.scan,
  ];
  return keys.filter((key) => key !== undefined);
}

export function effectRows(
  vault: Vault,
  association: AssociationId,
  id: string,
  effects: readonly CaseEffect[],
): Promise<CaseRow["effects"]> {
  return Promise.all(
    effects.map(async (effect) => ({
      id: effect.id,
      data: await vault.pack(placeOf(association, id, `effects.${effect.id}`), effect),
    })),
  );
}

export async function asView(
  vault: Vault,
  row: CaseRow,
  possibleDuplicateOf: string[],
): Promise<CaseView> {
  const { _id: id, associationId } = row;
  const unpack = <T>(field: string, packed: string) =>
    vault.unpack<T>(placeOf(associationId, id, field), packed);
  const declaration = await unpack<Json>("declaration", row.declaration);
  const columns = Object.fromEntries(
    COLUMNS.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]),
  ) as Pick<CaseRecord, Column>;
  return {
    id,
    ...columns,
    version: row.version ?? 0,
    ...(row.life ? await unpack<Life>("life", row.life) : bornBefore(row, declaration)),
    answers: await unpack<Answers>("answers", row.answers),
    associationId,
    address: row.address,
    channelId: row.channelId,
    declaration,
    consents: await unpack<Json>("consents", row.consents),
    flow: row.flow,
    policyVersion: row.policyVersion,
    updatedAt: row.updatedAt.toISOString(),
    possibleDuplicateOf,
  };
}

/** A case from before cases had a life: what can be known of it, and nothing that did not happen. */
function bornBefore(row: CaseRow, declaration: Json): Life {
  const signed = declaration as { at?: string; answersHash?: string } | null;
  const documents = row.documents ?? [];
  const isComplete = !documents.some(({ state }) => state === "missing");
  return {
    source: row.channelId.split("-").at(-1) ?? row.channelId,
    documents,
    openedAt: row.openedAt.toISOString(),
    ...(isComplete ? { completedAt: row.openedAt.toISOString() } : {}),
    decisionNotBefore: row.decisionNotBefore?.toISOString() ?? null,
    notice: {},
    signature:
      signed?.at && signed.answersHash
        ? { signedAt: signed.at, answersHash: signed.answersHash }
        : {},
    survey: "none",
    history: (row.history ?? []).map((event) => ({ ...event, at: event.at.toISOString() })),
    keys: [],
  };
}

const NAMES = ["applicant_name", "psy_nickname"] as const;

function wordsOf(number: string, answers: Answers): string[] {
  const names = NAMES.flatMap((name) => {
    const value = answers[name];
    return typeof value === "string" ? foldedWords(value) : [];
  });
  const { mobile } = answers;
  const phone = typeof mobile === "string" ? mobile.replace(/\D/g, "") : "";
  return [
    ...new Set([
      number.replace(/\D/g, ""),
      ...names,
      ...(phone ? [phone, phone.replace(/^966/, "0")] : []),
    ]),
  ];
}

/** The words of a name or a search, without what people write differently: hamza, ta marbuta, digits of another script. */
export function foldedWords(text: string): string[] {
  return foldLetters(foldDigits(text))
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

export function placeOf(association: string, id: string, field: string) {
  return { association, collection: COLLECTION, field, id };
}
