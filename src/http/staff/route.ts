import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Right } from "../../cases/roles.ts";
import type { Caller, StaffParts } from "./parts.ts";

/**
 * One line of the table (`routes.ts`). Who may call it, what it takes and what it does; the server, the role matrix and
 * the API's description are all made from it.
 */
export interface StaffRoute {
  method: "GET" | "POST" | "DELETE";
  url: `/api/${string}`;
  /** A right, `member` for whoever is logged in, `nobody` for whoever comes. */
  right: Right | "member" | "nobody";
  /** What it does, for the description. */
  says: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The body is a file: it comes to the handler as a stream. */
  takesFile?: true;
  /**
   * What the audit says a change was: by default the last word of the address, of the thing that `:id` names. False for
   * what is no act (typing, reading on).
   */
  audit?: false | ((call: AnyCall) => { verb: string; what: string; reason?: string | undefined });
  handle(call: AnyCall): unknown;
}

export interface Call<P, Q, B> {
  parts: StaffParts;
  caller: Caller;
  params: P;
  query: Q;
  body: B;
  request: FastifyRequest;
  reply: FastifyReply;
}
/** The caller of a route for `nobody` is absent: such a route may not look at him. */
// oxlint-disable-next-line typescript/no-explicit-any -- each route is typed by its own schemas, the table by none
type AnyCall = Call<any, any, any>;

type Read<T> = T extends z.ZodType ? z.output<T> : Record<string, never>;

/** Types a route's handler by its schemas. */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  line: Omit<StaffRoute, "params" | "query" | "body" | "handle" | "audit"> & {
    params?: P;
    query?: Q;
    body?: B;
    audit?:
      | false
      | ((call: Call<Read<P>, Read<Q>, Read<B>>) => {
          verb: string;
          what: string;
          reason?: string | undefined;
        });
    handle(call: Call<Read<P>, Read<Q>, Read<B>>): unknown;
  },
): StaffRoute {
  return line as unknown as StaffRoute;
}

// ---------------------------------------------------------------- what many routes take

export const anId = z.string().regex(/^[\w.|-]{1,100}$/, "is no id");
export const byId = z.strictObject({ id: anId });
export const nothing = z.strictObject({});
/** A reason that somebody will read later. */
export const reason = z.string().trim().min(2).max(500);
export const seen = { version: z.number().int().min(0).optional() };
export const aDay = z.iso.date();
export const anInstant = z.iso.datetime({ offset: true });
