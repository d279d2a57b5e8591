import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acrossAssociations } from "../../src/store/association-guard.ts";
import { openConnection } from "../../src/store/connection.ts";
import { defineModel } from "../../src/store/model.ts";
import { ownStores } from "../support/stores.ts";

interface Row {
  _id: string;
  associationId: string;
  name: string;
}

const { mongoUri } = ownStores();
let connection: mongoose.Connection;
let model: mongoose.Model<Row>;

beforeAll(async () => {
  ({ connection } = await openConnection(mongoUri, {}));
  model = defineModel<Row>(connection, "guarded", { name: String }, { association: "required" });
});
beforeEach(async () => {
  await connection.db!.collection("guarded").deleteMany({});
  await model.insertMany([
    { _id: "1", associationId: "khuta", name: "a" },
    { _id: "2", associationId: "amal", name: "b" },
  ]);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

const forgotten: [string, () => Promise<unknown>][] = [
  ["find", () => model.find({ name: "a" }).lean()],
  ["findOne", () => model.findOne({ _id: "1" }).lean()],
  ["findOneAndUpdate", () => model.findOneAndUpdate({ _id: "1" }, { $set: { name: "x" } }).lean()],
  ["findOneAndReplace", () => model.findOneAndReplace({ _id: "1" }, { name: "x" }).lean()],
  ["findOneAndDelete", () => model.findOneAndDelete({ _id: "1" }).lean()],
  ["updateOne", () => model.updateOne({ _id: "1" }, { $set: { name: "x" } })],
  ["updateMany", () => model.updateMany({}, { $set: { name: "x" } })],
  ["replaceOne", () => model.replaceOne({ _id: "1" }, { name: "x" })],
  ["deleteOne", () => model.deleteOne({ _id: "1" })],
  ["deleteMany", () => model.deleteMany({})],
  ["countDocuments", () => model.countDocuments({})],
  ["estimatedDocumentCount", () => model.estimatedDocumentCount()],
  ["distinct", () => model.distinct("name", {})],
  ["exists", () => model.exists({ _id: "1" })],
  ["an empty association", () => model.find({ associationId: "" }).lean()],
  ["an undefined association", () => model.find({ associationId: undefined } as object).lean()],
  [
    "an empty list of associations",
    () => model.find({ associationId: mongoose.trusted({ $in: [] }) } as object).lean(),
  ],
  [
    "any association but one",
    () => model.find({ associationId: mongoose.trusted({ $ne: "x" }) } as object).lean(),
  ],
  ["aggregate", () => model.aggregate([{ $group: { _id: "$name" } }])],
  [
    "aggregate that asks too late",
    () => model.aggregate([{ $limit: 1 }, { $match: { associationId: "khuta" } }]),
  ],
  ["insertMany", () => model.insertMany([{ _id: "3", name: "c" }] as Row[])],
  ["create", () => model.create({ _id: "3", name: "c" } as Row)],
  [
    "bulk update",
    () =>
      model.bulkWrite([{ updateOne: { filter: { _id: "1" }, update: { $set: { name: "x" } } } }]),
  ],
  [
    "bulk insert",
    () => model.bulkWrite([{ insertOne: { document: { _id: "3", name: "c" } as Row } }]),
  ],
  ["bulk delete", () => model.bulkWrite([{ deleteOne: { filter: { _id: "1" } } }])],
];

test.each(forgotten)(
  "%s without an association is refused and changes nothing",
  async (_, call) => {
    await expect(call()).rejects.toThrow(/without an association/);
    const rows = await connection.db!.collection("guarded").find().sort({ _id: 1 }).toArray();
    expect(rows.map((row) => row["name"])).toEqual(["a", "b"]);
  },
);

test("with its association a call sees its own and nothing else", async () => {
  expect(await model.find({ associationId: "khuta" }).lean()).toHaveLength(1);
  expect(await model.aggregate([{ $match: { associationId: "khuta" } }])).toHaveLength(1);
  expect(
    (await model.updateMany({ associationId: "khuta" }, { $set: { name: "x" } })).modifiedCount,
  ).toBe(1);
});

test("one query may look across associations when it says why", async () => {
  expect(await acrossAssociations(model.find(), "the sweeper looks after all").lean()).toHaveLength(
    2,
  );
  expect(() => acrossAssociations(model.find(), "")).toThrow(/reason/);
  await expect(model.find().lean()).rejects.toThrow(/without an association/);
});

test("a misspelt field in a filter is an error, in bulk writes too, and never a filter that matches everything", async () => {
  const filter = { associationId: "khuta", nmae: "a" } as object;
  await expect(model.find(filter).lean()).rejects.toThrow(/nmae/);
  await expect(model.deleteMany(filter)).rejects.toThrow(/nmae/);
  const misspelt = model.bulkWrite([{ deleteMany: { filter } }], {
    ordered: false,
    throwOnValidationError: true,
  });
  await expect(misspelt).rejects.toThrow(/nmae/);
});

test("a field that is not in the schema cannot be written", async () => {
  const update = { $set: { nmae: "x" } } as object;
  await expect(model.updateOne({ _id: "1", associationId: "khuta" }, update)).rejects.toThrow(
    /nmae/,
  );
});

test.each([
  ["$ne in a value", { name: { $ne: null } }],
  ["$gt in a value", { name: { $gt: "" } }],
  ["$ne in the association", { associationId: { $ne: "khuta" } }],
  ["$where", { $where: "true" }],
  ["$expr", { $expr: true }],
])("an operator from outside does not work: %s", async (_, foreign) => {
  const filter = { associationId: "khuta", ...foreign } as object;
  await expect(model.find(filter).lean()).rejects.toThrow(
    /Cast|not allowed|without an association/,
  );
});
