import mongoose from "mongoose";
import { AppError } from "../errors.ts";

const { MongoError, MongoServerError } = mongoose.mongo;

/**
 * What a repository throws when the database does not do its part. Messages of the server and of mongoose quote the
 * values they stumble over (an address, a number), so they never travel on: only names and codes do.
 */
export function asStoreError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof MongoServerError) {
    return new AppError("store.unavailable", {
      detail: `${error.name} ${error.code ?? ""}`.trim(),
      retryable: true,
    });
  }
  if (error instanceof MongoError || error instanceof mongoose.Error.MongooseServerSelectionError) {
    return new AppError("store.unavailable", { retryable: true, cause: error });
  }
  if (error instanceof mongoose.Error.CastError) {
    return new Error(`${error.name}: ${error.path} is no ${error.kind}`);
  }
  return error;
}

/** The same repository, whose failures come as `store.unavailable`. */
export function reportingFailures<Repository extends object>(repository: Repository): Repository {
  const wrapped = Object.entries(repository).map(([name, call]) => [
    name,
    async (...parameters: unknown[]) => {
      try {
        return await (call as (...parameters: unknown[]) => unknown)(...parameters);
      } catch (error) {
        throw asStoreError(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Repository;
}

const DUPLICATE_KEY = 11_000;

/** Name of the unique index that refused a write (`_id_`), or undefined when the error is something else. */
export function duplicateIndex(error: unknown): string | undefined {
  const { code, errmsg, message } = error as { code?: unknown; errmsg?: string; message?: string };
  if (code !== DUPLICATE_KEY) return undefined;
  // The server names the index before it quotes the values, so the first match cannot come from a value.
  return / index: (\S+) dup key/.exec(errmsg ?? message ?? "")?.[1];
}
