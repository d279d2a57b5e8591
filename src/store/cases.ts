import mongoose, { type Connection } from "mongoose";
import type { CaseEffect } from "../cases/case.ts";
import type { CaseState } from "../cases/life-cycle.ts";
import type { AssociationId, Cases, CaseView, LoadedCase } from "../conversation/ports.ts";
import type { Answers, Json } from "../engine/types.ts";
import { foldDigits } from "../language/normalise.ts";
import { acrossAssociations } from "./association-guard.ts";
import {
  asView,
  caseModel,
  effectRows,
  foldedWords,
  placeOf,
  recordRow,
  type CaseRow,
} from "./case-document.ts";
import { createCounters } from "./counters.ts";
import { isAbsent } from "./filters.ts";
import { insertOnce } from "./insert.ts";
import type { Vault } from "./vault.ts";

/**
 * Requests, each one document that is its own outbox. What is secret in one is sealed and leaves by `revealSecrets`
 * alone. Over the usual length because everything that reads or writes a case stands here, beside its shape in
 * `case-document.ts`.
 */
export function createCases(connection: Connection, vault: Vault): Cases {
  const nextNumber = createCounters(connection);
  const model = caseModel(connection);

  async function viewOf(row: CaseRow): Promise<CaseView> {
    return asView(vault, row, row.nationalId ? await othersWith(row, row.nationalId) : []);
  }

  /** Numbers of the other cases of this association that carry the same identity number, oldest first. */
  async function othersWith(row: CaseRow, nationalId: string): Promise<string[]> {
    const others = await model
      .find({
        associationId: row.associationId,
        nationalId,
        _id: mongoose.trusted({ $ne: row._id }),
      } as object)
      .sort({ openedAt: 1 })
      .select({ number: 1 })
      .lean<CaseRow[]>();
    return others.map((other) => other.number);
  }

  async function loaded(row: CaseRow): Promise<LoadedCase> {
    const { _id: id, associationId } = row;
    const [view, effects] = await Promise.all([
      viewOf(row),
      Promise.all(
        (row.effects ?? []).map((each) =>
          vault.unpack<CaseEffect>(placeOf(associationId, id, `effects.${each.id}`), each.data),
        ),
      ),
    ]);
    return { view, effects };
  }

  async function load(association: AssociationId, id: string): Promise<LoadedCase | undefined> {
    const row = await model.findOne({ _id: id, associationId: association }).lean<CaseRow>();
    return row ? loaded(row) : undefined;
  }

  async function secretsOf(association: AssociationId, id: string): Promise<Answers> {
    const row = await model
      .findOne({ _id: id, associationId: association })
      .select({ secrets: 1 })
      .lean<CaseRow>();
    if (!row) throw new Error(`there is no case "${id}"`);
    return vault.unpack<Answers>(placeOf(association, id, "secrets"), row.secrets);
  }

  const packSecrets = (association: AssociationId, id: string, secrets: Answers) =>
    vault.pack(placeOf(association, id, "secrets"), secrets, { secret: true });

  async function indexOf(association: AssociationId, secrets: Answers) {
    const nationalId = digitsOf(secrets["national_id"]);
    return nationalId ? { nationalId: await vault.index(association, nationalId) } : {};
  }

  return {
    nextSerial: (association, hijriYear, of = "case") =>
      nextNumber(association, `${of}.${hijriYear}`),

    open: async (association, newCase) => {
      const { record, effects, secrets, declaration, consents, ...rest } = newCase;
      const { id } = record;
      await insertOnce(model, {
        _id: id,
        ...rest,
        associationId: association,
        ...(await recordRow(vault, association, record)),
        secrets: await packSecrets(association, id, secrets),
        declaration: await vault.pack(placeOf(association, id, "declaration"), declaration),
        consents: await vault.pack(placeOf(association, id, "consents"), consents),
        ...(await indexOf(association, secrets)),
        updatedAt: new Date(record.openedAt),
        effects: await effectRows(vault, association, id, effects),
        ...(effects.length > 0 ? { unsettledUntil: new Date(Date.now() + APPLY_MS) } : {}),
      });
      const found = await load(association, id);
      if (!found) throw new Error(`case ${id} belongs to another association`);
      return found;
    },

    commit: async (association, { record, effects, secrets, declaration, at, until }) => {
      const { id } = record;
      const before = record.version - 1;
      const all = secrets && { ...(await secretsOf(association, id)), ...secrets };
      const gone = { documents: 1, history: 1, ...(record.suspended ? {} : { suspended: 1 }) };
      const { modifiedCount } = await model.updateOne(
        {
          _id: id,
          associationId: association,
          version: before === 0 ? isAbsent : before,
        } as object,
        {
          $set: {
            ...(await recordRow(vault, association, record)),
            effects: await effectRows(vault, association, id, effects),
            updatedAt: at,
            ...(all ? { secrets: await packSecrets(association, id, all) } : {}),
            ...(all ? await indexOf(association, all) : {}),
            ...(declaration === undefined
              ? {}
              : {
                  declaration: await vault.pack(
                    placeOf(association, id, "declaration"),
                    declaration,
                  ),
                }),
            ...(effects.length > 0 ? { unsettledUntil: until } : {}),
          },
          $unset: { ...gone, ...(effects.length > 0 ? {} : { unsettledUntil: 1 }) },
        },
      );
      return modifiedCount === 1 ? "saved" : "conflict";
    },

    settle: async (association, id, effectIds, leftUntil) => {
      const done = { $literal: [...effectIds] };
      await model.updateOne(
        { _id: id, associationId: association },
        [
          {
            $set: {
              effects: {
                $filter: { input: "$effects", cond: { $not: [{ $in: ["$$this.id", done] }] } },
              },
            },
          },
          {
            $set: {
              unsettledUntil: { $cond: [{ $eq: ["$effects", []] }, "$$REMOVE", leftUntil] },
            },
          },
        ],
        { updatePipeline: true },
      );
    },

    unsettled: async (before, limit) => {
      const rows = await acrossAssociations(
        model.find({ unsettledUntil: mongoose.trusted({ $lt: before }) } as object),
        "the sweeper looks after every association",
      )
        .select({ associationId: 1 })
        .limit(limit)
        .lean<CaseRow[]>();
      return rows.map((row) => ({ associationId: row.associationId, id: row._id }));
    },

    load,
    get: async (association, id) => (await load(association, id))?.view,

    byNumber: async (association, number) => {
      const row = await model.findOne({ associationId: association, number }).lean<CaseRow>();
      return row ? viewOf(row) : undefined;
    },

    withFile: async (association, storageKey) => {
      const rows = await model
        .find({ associationId: association, files: storageKey })
        .lean<CaseRow[]>();
      return Promise.all(rows.map(viewOf));
    },

    ofConversation: async (association, conversationId) => {
      const rows = await model
        .find({ associationId: association, conversationId })
        .sort({ openedAt: 1 })
        .lean<CaseRow[]>();
      return Promise.all(rows.map(viewOf));
    },

    list: async (association, { q, after, limit, ...asked }) => {
      const rows = await model
        .find({
          associationId: association,
          ...filterOf(asked),
          ...(q === undefined ? {} : searchOf(q)),
          ...(after === undefined ? {} : behind(after)),
        } as object)
        .sort({ openedAt: -1, _id: -1 })
        .limit(limit + 1)
        .lean<CaseRow[]>();
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        cases: await Promise.all(page.map(viewOf)),
        next: last ? `${last.openedAt.getTime()}.${last._id}` : null,
      };
    },

    counts: async (association) => {
      const groups = await model.aggregate<{ _id: CaseState; count: number }>([
        { $match: { associationId: association } },
        { $group: { _id: "$state", count: { $sum: 1 } } },
      ]);
      return Object.fromEntries(groups.map(({ _id, count }) => [_id, count]));
    },

    revealSecrets: secretsOf,
  };
}

const APPLY_MS = 30_000; // as long as a lease: then the sweeper looks after what was left

function filterOf(asked: {
  state?: CaseState;
  suspended?: boolean;
  urgent?: boolean;
  branch?: string;
}): object {
  const { suspended, ...equal } = asked;
  return {
    ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined)),
    ...(suspended === undefined ? {} : { suspended: suspended ? true : isAbsent }),
  };
}

const MAX_WORDS = 5;

/** Every word of the search begins one of the case. A number may be typed with its letters and hyphens. */
function searchOf(q: string): object {
  const digits = foldDigits(q).replace(/\D/g, "");
  const typed = /^[a-z\s]*[\d\s-]+$/i.test(foldDigits(q)) && digits ? [digits] : foldedWords(q);
  const words = typed.slice(0, MAX_WORDS);
  if (words.length === 0) return { words: mongoose.trusted({ $in: [] }) };
  return { $and: words.map((word) => ({ words: new RegExp(`^${escaped(word)}`) })) };
}

function escaped(word: string): string {
  return word.replace(/[^\p{L}\p{N}]/gu, "\\$&");
}

function behind(cursor: string): object {
  const [ms = "", ...id] = cursor.split(".");
  const openedAt = new Date(Number(ms));
  if (Number.isNaN(openedAt.getTime())) return { _id: mongoose.trusted({ $in: [] }) };
  return {
    openedAt: mongoose.trusted({ $lte: openedAt }),
    $or: [
      { openedAt: mongoose.trusted({ $lt: openedAt }) },
      { _id: mongoose.trusted({ $lt: id.join(".") }) },
    ],
  };
}

function digitsOf(value: Json | undefined): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return foldDigits(String(value)).replace(/\D/g, "") || undefined;
}
