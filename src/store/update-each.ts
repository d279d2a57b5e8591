import type { Model } from "mongoose";
import { oneOf } from "./filters.ts";

/** What becomes of one document; `_id` and `associationId` say of which. */
export interface Change {
  _id: string;
  associationId: string;
}

/**
 * Many conditional updates, each to its own document, in ONE command: an `updateMany` whose pipeline looks up the
 * change of each document by its id. The condition is judged by the server in the same write as the change, as with a
 * filter; but a filter of more than `_id` costs the server a query plan for every single document (measured with 64
 * documents: 230 us each by bulkWrite, 80 us each this way).
 *
 * `when` and `to` are expressions: `$field` is the stored document, `$$next.field` the change. One change a document.
 * `after` is set on every document of the batch, changed or not, so it may only say what follows from the document.
 * Returns how many documents changed.
 */
export async function updateEach<Row>(
  model: Model<Row>,
  changes: readonly Change[],
  { when, to, after }: { when: Expression; to: Expression; after?: Expression },
): Promise<number> {
  const ids = changes.map((change) => change._id);
  const associations = [...new Set(changes.map((change) => change.associationId))];
  const next = {
    $arrayElemAt: [{ $literal: changes }, { $indexOfArray: [{ $literal: ids }, "$_id"] }],
  };
  const isOwn = { $eq: ["$associationId", "$$next.associationId"] };
  const result = await model.updateMany(
    {
      _id: oneOf(ids),
      associationId: oneOf(associations),
    } as object,
    [
      {
        $replaceWith: {
          $let: { vars: { next }, in: { $cond: [{ $and: [isOwn, when] }, to, "$$ROOT"] } },
        },
      },
      ...(after ? [{ $set: after }] : []),
    ],
    { updatePipeline: true },
  );
  return result.modifiedCount;
}

type Expression = Record<string, unknown>;
