import { z } from "zod";
import { quorumOf, type Session } from "../../cases/committee.ts";
import { gatesOf } from "../../cases/gates.ts";
import { hasRight } from "../../cases/roles.ts";
import type { SessionAction } from "../../cases/session.ts";
import { actOnSession } from "../../conversation/act-on-session.ts";
import { recordOf } from "../../conversation/case-record.ts";
import { associationOf, type World } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import type { SessionView } from "./api.ts";
import { outcomeFields } from "./case-verbs.ts";
import type { Call } from "./route.ts";
import { anId, anInstant, byId, reason, route, seen } from "./route.ts";

const PAGE = 50;
const present = z.array(anId).max(30);
const minutesNumber = z.string().trim().min(1).max(40);
const vote = outcomeFields.outcome;

const verbs = {
  open: { right: "session.plan", body: { present } },
  add_case: { right: "case.refer", body: { caseId: anId } },
  vote: { right: "session.vote", body: { caseId: anId, vote, reason: reason.optional() } },
  step_out: { right: "session.vote", body: { caseId: anId, reason } },
  record: {
    right: "session.record",
    body: {
      minutesNumber,
      present,
      outcomes: z.array(z.strictObject({ caseId: anId, ...outcomeFields })).max(200),
      conflicts: z
        .array(z.strictObject({ caseId: anId, member: anId, reason }))
        .max(200)
        .optional(),
    },
  },
  close: { right: "session.record", body: { minutesNumber } },
} as const;

/** The committee: sessions with agenda, votes and minutes, or the whole of one in a form. */
export const committeeRoutes = [
  route({
    method: "GET",
    url: "/api/sessions",
    right: "session.see",
    says: "Sessions, the latest first",
    async handle({ parts: { world }, caller }) {
      const found = await world.store.sessions.list(caller.association, { limit: PAGE });
      return { sessions: await Promise.all(found.map((each) => sessionView(world, caller, each))) };
    },
  }),
  route({
    method: "POST",
    url: "/api/sessions",
    right: "session.plan",
    says: "Plans a session of all members of the committee",
    body: z.strictObject({ at: anInstant, chair: anId.optional() }),
    audit: ({ body }) => ({ verb: "plan", what: `session of ${body.at}` }),
    async handle({ parts: { world }, caller, body }): Promise<SessionView> {
      const staff = await world.store.staff.list(caller.association);
      const voting = staff.filter(
        ({ roles, disabled }) => !disabled && hasRight(roles, "session.vote"),
      );
      const chair = body.chair ?? voting[0]?.id;
      const members = voting.map(({ id, name }) => ({ id, name, chair: id === chair }));
      const at = new Date(body.at).toISOString();
      return done(world, caller, world.newId(), { kind: "plan", at, members });
    },
  }),
  route({
    method: "GET",
    url: "/api/sessions/:id",
    right: "session.see",
    says: "One session",
    params: byId,
    handle: async ({ parts: { world }, caller, params }) =>
      sessionView(world, caller, await seenSession(world, caller, params.id)),
  }),
  ...(Object.keys(verbs) as (keyof typeof verbs)[]).map((verb) =>
    route({
      method: "POST",
      url: `/api/sessions/:id/${verb}`,
      right: verbs[verb].right,
      says: `Acts on a session: ${verb}`,
      params: byId,
      body: z.strictObject({ ...verbs[verb].body, ...seen }),
      async handle({ parts: { world }, caller, params, body }): Promise<SessionView> {
        const { version, ...data } = body as { version?: number };
        const session = await seenSession(world, caller, params.id);
        if (version !== undefined && version !== session.version)
          throw new Refusal(409, "session.changed", "something has happened since", undefined, {
            version: session.version,
          });
        return done(world, caller, session.id, { kind: verb, ...data } as SessionAction);
      },
    }),
  ),
  route({
    method: "GET",
    url: "/api/sessions/:id/sheet",
    right: "session.see",
    says: "The printable sheet for the table, as PDF",
    params: byId,
    async handle({ parts: { world }, caller, params, reply }) {
      const session = await seenSession(world, caller, params.id);
      const { profile } = associationOf(world, caller.association);
      const views = await Promise.all(
        session.agenda.map(({ caseId }) => world.store.cases.get(caller.association, caseId)),
      );
      const pdf = await world.letters.committeeSheet(caller.association, {
        at: new Date(session.at),
        minutesNumber: session.minutesNumber ?? "",
        members: session.members.map(({ name, chair }) => ({ name, isChair: chair })),
        cases: views.flatMap((view) => {
          if (!view) return [];
          const record = recordOf(view);
          return [{ record, gates: gatesOf(record, world.clock.now(), profile) }];
        }),
      });
      return reply
        .headers({
          "content-disposition": 'attachment; filename="session.pdf"',
          "content-security-policy": "default-src 'none'; sandbox",
        })
        .type("application/pdf")
        .send(pdf);
    },
  }),
];

type Asks = Call<unknown, unknown, unknown>["caller"];

async function seenSession(world: World, { association }: Asks, id: string): Promise<Session> {
  const session = await world.store.sessions.get(association, id);
  if (!session) throw new Refusal(404, "session.unknown", "there is no such session");
  return session;
}

async function done(
  world: World,
  caller: Asks,
  id: string,
  action: SessionAction,
): Promise<SessionView> {
  const acted = await actOnSession(world, caller.association, id, action, caller.actor);
  if (!acted.done)
    throw new Refusal(
      409,
      acted.refusal.code,
      "the rules of the committee forbid it",
      undefined,
      acted.refusal.data,
    );
  return sessionView(world, caller, acted.session);
}

async function sessionView(
  world: World,
  { association, member }: Asks,
  session: Session,
): Promise<SessionView> {
  const { committee_rules: rules } = associationOf(world, association).profile;
  const needed = quorumOf(rules, session.members.length);
  const there = session.members.filter((each) => each.present).length;
  const agenda = await Promise.all(
    session.agenda.map(async ({ caseId, votes, conflicts, outcome }) => {
      const view = await world.store.cases.get(association, caseId);
      return {
        caseId,
        number: view?.number ?? "",
        serviceLabel: view
          ? (world.texts.plain(`service.${view.service}`, member.language) ?? view.service)
          : "",
        votes: votes.map((each) => ({ member: each.member, vote: each.vote })),
        conflicts,
        outcome: outcome?.outcome ?? null,
      };
    }),
  );
  return {
    id: session.id,
    version: session.version,
    at: session.at,
    status: session.status,
    members: session.members,
    quorum: { needed, present: there, reached: there >= needed },
    agenda,
    minutesNumber: session.minutesNumber ?? null,
    sheetUrl: `/api/sessions/${session.id}/sheet`,
  };
}
