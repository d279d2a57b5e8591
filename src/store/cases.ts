import mongoose, { type Connection } from "mongoose";
import type { Address } from "../channels/channel.ts";
import type { AssociationId, Cases, CaseView, NewCase } from "../conversation/ports.ts";
import type { Answers, Json } from "../engine/types.ts";
import { foldDigits } from "../language/normalise.ts";
import { createCounters } from "./counters.ts";
import { insertOnce } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "cases";

interface Row {
  _id: string;
  associationId: AssociationId;
  number: string;
  state: string;
  conversationId: string;
  address: Address;
  channelId: string;
  service: string;
  /** Packed: people write numbers into free text too. */
  answers: string;
  secrets: string;
  /** Blind index of the identity number. */
  nationalId?: string;
  documents: NewCase["documents"];
  declaration: string;
  consents: string;
  flow: NewCase["flow"];
  policyVersion: string;
  onBehalf: boolean;
  urgent: boolean;
  openedAt: Date;
  updatedAt: Date;
  decisionNotBefore: Date | null;
  history: CaseView["history"];
}

/** Requests. What is secret in one is sealed and leaves by `revealSecrets` alone. */
export function createCases(connection: Connection, vault: Vault): Cases {
  const nextNumber = createCounters(connection);
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      number: String,
      state: String,
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
      openedAt: Date,
      updatedAt: Date,
      decisionNotBefore: Date,
      history: Whole,
    },
    {
      association: "required",
      indexes: [
        { fields: { associationId: 1, number: 1 }, options: { unique: true } },
        { fields: { associationId: 1, conversationId: 1, openedAt: 1 } },
        {
          fields: { associationId: 1, nationalId: 1 },
          options: { partialFilterExpression: { nationalId: { $exists: true } } },
        },
      ],
    },
  );

  async function stored({
    id,
    secrets,
    answers,
    declaration,
    consents,
    ...rest
  }: NewCase): Promise<Row> {
    const pack = (field: string, value: unknown, secret = false) =>
      vault.pack(placeOf(rest.associationId, id, field), value, { secret });
    const nationalId = normalised(secrets["national_id"]);
    const state = rest.documents.some((document) => document.state === "missing")
      ? "awaiting_documents"
      : "submitted";
    return {
      _id: id,
      ...rest,
      state,
      answers: await pack("answers", answers),
      secrets: await pack("secrets", secrets, true),
      declaration: await pack("declaration", declaration),
      consents: await pack("consents", consents),
      ...(nationalId ? { nationalId: await vault.index(rest.associationId, nationalId) } : {}),
      updatedAt: rest.openedAt,
      history: [{ at: rest.openedAt, actor: "contact", change: "opened", to: state }],
    };
  }

  async function asView(row: Row): Promise<CaseView> {
    const { _id: id, secrets: _secrets, nationalId, answers, declaration, consents, ...rest } = row;
    const unpack = <T>(field: string, packed: string) =>
      vault.unpack<T>(placeOf(row.associationId, id, field), packed);
    return {
      id,
      ...rest,
      answers: await unpack<Answers>("answers", answers),
      declaration: await unpack<Json>("declaration", declaration),
      consents: await unpack<Json>("consents", consents),
      possibleDuplicateOf: nationalId ? await othersWith(row, nationalId) : [],
    };
  }

  /** Numbers of the other cases of this association that carry the same identity number, oldest first. */
  async function othersWith(row: Row, nationalId: string): Promise<string[]> {
    const others = await model
      .find({
        associationId: row.associationId,
        nationalId,
        _id: mongoose.trusted({ $ne: row._id }),
      } as object)
      .sort({ openedAt: 1 })
      .select({ number: 1 })
      .lean<Row[]>();
    return others.map((other) => other.number);
  }

  async function read(
    filter: { associationId: AssociationId } & Partial<Row>,
  ): Promise<CaseView[]> {
    const rows = await model
      .find(filter as object)
      .sort({ openedAt: 1 })
      .lean<Row[]>();
    return Promise.all(rows.map(asView));
  }

  return {
    nextSerial: (association, hijriYear) => nextNumber(association, `case.${hijriYear}`),
    open: async (association, newCase) => {
      await insertOnce(model, await stored({ ...newCase, associationId: association }));
      const [view] = await read({ associationId: association, _id: newCase.id });
      if (!view) throw new Error(`case ${newCase.id} belongs to another association`);
      return view;
    },
    byNumber: async (association, number) =>
      (await read({ associationId: association, number }))[0],
    ofConversation: (association, conversationId) =>
      read({ associationId: association, conversationId }),
    revealSecrets: async (association, id) => {
      const row = await model
        .findOne({ _id: id, associationId: association })
        .select({ secrets: 1 })
        .lean<Row>();
      if (!row) throw new Error(`there is no case "${id}"`);
      return vault.unpack<Answers>(placeOf(association, id, "secrets"), row.secrets);
    },
  };
}

function normalised(value: Json | undefined): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return foldDigits(String(value)).replace(/\D/g, "") || undefined;
}

function placeOf(association: string, id: string, field: string) {
  return { association, collection: COLLECTION, field, id };
}
