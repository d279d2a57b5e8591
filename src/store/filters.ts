import mongoose from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";

/**
 * Operators of our own, marked as such: whatever else looks like an operator in a filter came from outside and is
 * made a plain value by `sanitizeFilter`.
 */
export function oneOf(values: readonly unknown[]): object {
  return mongoose.trusted({ $in: [...new Set(values)] });
}

export const isPresent = mongoose.trusted({ $exists: true });
export const isAbsent = mongoose.trusted({ $exists: false });

export interface Asked {
  association: AssociationId;
  id: string;
}

/** These documents of possibly several associations. The result of each is still to be checked against its asker. */
export function these(asked: readonly Asked[]): { _id: object; associationId: object } {
  return {
    _id: oneOf(asked.map((each) => each.id)),
    associationId: oneOf(asked.map((each) => each.association)),
  };
}

/** The term, or what begins with it: whoever searches has not typed the end yet. Of ONE word: a list matches by parts. */
export function beginning(term: string): object {
  return mongoose.trusted({ $elemMatch: { $gte: term, $lt: `${term}\uffff` } });
}
