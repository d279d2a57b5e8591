import type { Model } from "mongoose";
import { duplicateIndex } from "./world-failed.ts";

/** Undefined: inserted. Otherwise the unique index that refused the row, or the error. */
export type Refusal = undefined | { duplicateOf: string } | Error;

/**
 * Inserts all rows in one unordered, journaled command; one that is refused does not keep the others out. `lean`: rows
 * are ours, so they are not hydrated and validated once more.
 */
export async function insertEach<Row>(model: Model<Row>, rows: readonly Row[]): Promise<Refusal[]> {
  try {
    await model.insertMany(rows as Row[], { ordered: false, lean: true, rawResult: true });
    return rows.map(() => undefined);
  } catch (error) {
    const writeErrors = writeErrorsOf(error);
    if (writeErrors.length === 0) throw error;
    const refusals: Refusal[] = rows.map(() => undefined);
    for (const each of writeErrors) {
      const index = duplicateIndex(each);
      refusals[each.index] = index
        ? { duplicateOf: index }
        : new Error(`insert failed: ${each.code}`);
    }
    return refusals;
  }
}

/** False when a row of this id exists already. Another unique index that refuses it is a mistake of ours and throws. */
export async function insertOnce<Row>(model: Model<Row>, row: Row): Promise<boolean> {
  const [refusal] = await insertEach(model, [row]);
  if (refusal === undefined) return true;
  if (refusal instanceof Error) throw refusal;
  if (refusal.duplicateOf === PRIMARY) return false;
  throw new Error(`${model.modelName}: a second row in ${refusal.duplicateOf}`);
}

/** The index of `_id`. */
export const PRIMARY = "_id_";

interface WriteError {
  index: number;
  code: number;
  errmsg?: string;
}

function writeErrorsOf(error: unknown): WriteError[] {
  const found = (error as { writeErrors?: unknown }).writeErrors;
  const list = (Array.isArray(found) ? found : found ? [found] : []) as { err?: WriteError }[];
  return list.map((each) => each.err ?? (each as unknown as WriteError));
}
