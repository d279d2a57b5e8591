import type { MongooseQueryMiddleware, Query, Schema } from "mongoose";

/**
 * Throws when a query, update, aggregate or insert of a collection that belongs to associations names none: a filter
 * that was forgotten would read or change the documents of every association.
 */
export function requireAssociation(schema: Schema): void {
  schema.pre<Query<unknown, unknown>>(QUERIES, function () {
    if (across.has(this) || isNamed(this.getFilter()["associationId"])) return;
    throw forgotten(this.model.modelName, "query");
  });
  schema.pre("aggregate", function () {
    const match = (this.pipeline()[0] as { $match?: Record<string, unknown> } | undefined)?.$match;
    if (!isNamed(match?.["associationId"])) throw forgotten(this.model().modelName, "aggregate");
  });
  schema.pre("insertMany", function (rows: unknown) {
    const all = (Array.isArray(rows) ? rows : [rows]) as Record<string, unknown>[];
    if (!all.every(isOwned)) throw forgotten(this.modelName, "insert");
  });
  schema.pre("bulkWrite", function (operations: readonly unknown[]) {
    if (!operations.every(isScoped)) throw forgotten(this.modelName, "bulk write");
  });
  schema.pre("save", function () {
    if (!isOwned(this)) throw forgotten("document", "save");
  });
}

/**
 * Lets this one query see every association. The reason stands in the code beside it; only sweepers, reconcilers and
 * look-ups whose key is itself the proof have one.
 */
export function acrossAssociations<Q extends object>(query: Q, reason: string): Q {
  if (reason === "") throw new Error("a query across associations needs a reason");
  across.add(query);
  return query;
}

const across = new WeakSet<object>();

const QUERIES: MongooseQueryMiddleware[] = [
  "find",
  "findOne",
  "findOneAndUpdate",
  "findOneAndReplace",
  "findOneAndDelete",
  "updateOne",
  "updateMany",
  "replaceOne",
  "deleteOne",
  "deleteMany",
  "countDocuments",
  "estimatedDocumentCount",
  "distinct",
];

/** One association, or a list of them made by a batch that checks each result against its caller. */
function isNamed(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  const list = (value as { $in?: unknown } | undefined)?.$in;
  return Array.isArray(list) && list.length > 0 && list.every((each) => isNamed(each));
}

function isOwned(row: Record<string, unknown>): boolean {
  return typeof row["associationId"] === "string" && row["associationId"] !== "";
}

interface BulkOperation {
  filter?: Record<string, unknown>;
  document?: Record<string, unknown>;
}

function isScoped(operation: unknown): boolean {
  const [body] = Object.values(operation as Record<string, BulkOperation>);
  if (body?.document) return isOwned(body.document);
  return isNamed(body?.filter?.["associationId"]);
}

function forgotten(model: string, what: string): Error {
  return new Error(`${model}: a ${what} without an association`);
}
