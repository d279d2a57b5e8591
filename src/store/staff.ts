import mongoose, { type Connection } from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";
import type { Staff, StaffCredentials, StaffMember } from "../conversation/ports-staff.ts";
import { acrossAssociations } from "./association-guard.ts";
import { createLogInAttempts } from "./log-in-attempts.ts";
import { defineModel, Whole } from "./model.ts";
import { insertEach, PRIMARY } from "./insert.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "staff";

interface Row extends Omit<StaffMember, "id" | "hasPassword" | "secondFactor"> {
  _id: string;
  /** argon2id, with its own parameters and salt. */
  passwordHash?: string;
  /** Sealed. */
  totpSecret?: string;
  /** The last 30-second step whose code was taken. */
  totpStep?: number;
  /** Hashes of those that are left. */
  recovery?: string[];
  setUp?: { hash: string; expiresAt: Date; totpSecret: string | null };
}

/** Accounts of staff. Secrets of the second factor are sealed, passwords and recovery codes are hashes. */
export function createStaff(connection: Connection, vault: Vault): Staff {
  const attempts = createLogInAttempts(connection);
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      login: String,
      name: String,
      roles: [String],
      branch: String,
      language: String,
      presence: String,
      disabled: Boolean,
      alerts: Whole,
      createdAt: Date,
      lastSeenAt: Date,
      passwordHash: String,
      totpSecret: String,
      totpStep: Number,
      recovery: [String],
      setUp: Whole,
    },
    {
      association: "required",
      indexes: [
        { fields: { login: 1 }, options: { unique: true, name: LOGIN } },
        { fields: { "setUp.hash": 1 }, options: { name: "set_up", sparse: true } },
        { fields: { associationId: 1, name: 1 } },
      ],
    },
  );

  const of = (association: AssociationId, id: string) => ({ _id: id, associationId: association });
  const seal = (association: string, id: string, field: string, secret: string) =>
    vault.pack(placeOf(association, id, field), secret, { secret: true });

  async function credentialsOf(row: Row): Promise<StaffCredentials> {
    const totpSecret =
      row.totpSecret &&
      (await vault.unpack<string>(
        placeOf(row.associationId, row._id, "totpSecret"),
        row.totpSecret,
      ));
    return {
      ...(row.passwordHash ? { passwordHash: row.passwordHash } : {}),
      ...(totpSecret ? { totpSecret } : {}),
    };
  }

  return {
    ...attempts,
    add: async (association, { id, hasPassword: _p, secondFactor: _s, ...member }) => {
      const row: Row = { _id: id, ...member, associationId: association };
      const [refusal] = await insertEach(model, [row]);
      if (refusal instanceof Error) throw refusal;
      if (refusal && refusal.duplicateOf !== LOGIN && refusal.duplicateOf !== PRIMARY)
        throw new Error(`staff: a second row in ${refusal.duplicateOf}`);
      return refusal === undefined;
    },
    byLogin: async (login) => {
      const row = await acrossAssociations(
        model.findOne({ login }),
        "whoever logs in has nothing but a name",
      ).lean<Row>();
      return row ? { member: asMember(row), credentials: await credentialsOf(row) } : undefined;
    },
    get: async (association, id) => {
      const row = await model.findOne(of(association, id)).lean<Row>();
      return row ? asMember(row) : undefined;
    },
    list: async (association) => {
      const rows = await model.find({ associationId: association }).sort({ name: 1 }).lean<Row[]>();
      return rows.map(asMember);
    },
    credentials: async (association, id) => {
      const row = await model.findOne(of(association, id)).lean<Row>();
      return row ? credentialsOf(row) : {};
    },
    change: async (association, id, changes) => {
      const row = await model
        .findOneAndUpdate(of(association, id), { $set: changes }, { returnDocument: "after" })
        .lean<Row>();
      return row ? asMember(row) : undefined;
    },
    setCredentials: async (association, id, { passwordHash, totpSecret, recovery }) => {
      await model.updateOne(of(association, id), {
        $set: {
          ...(passwordHash ? { passwordHash } : {}),
          ...(totpSecret
            ? { totpSecret: await seal(association, id, "totpSecret", totpSecret) }
            : {}),
          ...(recovery ? { recovery } : {}),
        },
        $unset: { setUp: 1 },
      });
    },
    takeTotpStep: async (association, id, step) => {
      const { modifiedCount } = await model.updateOne(
        {
          ...of(association, id),
          $or: [
            { totpStep: mongoose.trusted({ $exists: false }) },
            { totpStep: mongoose.trusted({ $lt: step }) },
          ],
        } as object,
        { $set: { totpStep: step } },
      );
      return modifiedCount === 1;
    },
    takeRecoveryCode: async (association, id, hash) => {
      const { modifiedCount } = await model.updateOne(
        { ...of(association, id), recovery: hash },
        { $pull: { recovery: hash } },
      );
      return modifiedCount === 1;
    },
    openSetUp: async (association, id, { hash, expiresAt, totpSecret }) => {
      const sealed = totpSecret && (await seal(association, id, "setUp", totpSecret));
      await model.updateOne(of(association, id), {
        $set: { setUp: { hash, expiresAt, totpSecret: sealed } },
      });
    },
    findSetUp: async (hash, now) => {
      const row = await acrossAssociations(
        model.findOne({ "setUp.hash": hash }),
        "the person has nothing but the token, and the token is the proof",
      ).lean<Row>();
      if (!row?.setUp || row.setUp.expiresAt <= now || row.disabled) return undefined;
      const { totpSecret } = row.setUp;
      const place = placeOf(row.associationId, row._id, "setUp");
      return {
        member: asMember(row),
        totpSecret: totpSecret ? await vault.unpack<string>(place, totpSecret) : null,
      };
    },
    useSetUp: async (association, id, hash) => {
      const { modifiedCount } = await model.updateOne(
        { ...of(association, id), "setUp.hash": hash },
        { $unset: { setUp: 1 } },
      );
      return modifiedCount === 1;
    },
  };
}

const LOGIN = "login";

function asMember({
  _id: id,
  passwordHash,
  totpSecret,
  totpStep: _step,
  recovery: _recovery,
  setUp: _setUp,
  ...row
}: Row): StaffMember {
  return {
    id,
    ...row,
    branch: row.branch ?? null,
    hasPassword: passwordHash !== undefined,
    secondFactor: totpSecret !== undefined,
  };
}

function placeOf(association: string, id: string, field: string) {
  return { association, collection: COLLECTION, field, id };
}
