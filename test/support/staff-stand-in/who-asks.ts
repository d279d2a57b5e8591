import type { FastifyRequest } from "fastify";
import { Refusal } from "../../../src/http/refusal.ts";
import type { Office } from "./office-state.ts";

/** Who asks: a member of staff of the office. */
export function whoAsks(office: Office, request: FastifyRequest) {
  const logIn = office.logIns.get(request.cookies["wasl_staff"] ?? "");
  const user = office.users.find(({ id }) => id === logIn?.userId);
  if (!logIn || !user) throw new Refusal(401, "session.none", "there is no session");
  return { logIn, user };
}
