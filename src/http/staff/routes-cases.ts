import { z } from "zod";
import type { CaseAction } from "../../cases/action.ts";
import { caseStates } from "../../cases/life-cycle.ts";
import { seesOwnBranchOnly } from "../../cases/roles.ts";
import { actOnCase } from "../../conversation/act-on-case.ts";
import { recordOf } from "../../conversation/case-record.ts";
import { previewDecision, type Deciding } from "../../conversation/letters/preview.ts";
import type { CaseView } from "../../conversation/ports.ts";
import type { World } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import type { CaseDetail, CaseList, Preview, Revealed } from "./api.ts";
import { caseDetail, shown } from "./case-detail.ts";
import { bodyOf, caseVerbs, outcomeFields, type CaseVerb } from "./case-verbs.ts";
import { caseCard } from "./cards.ts";
import type { Caller } from "./parts.ts";
import { byId, reason, route } from "./route.ts";
import { seesBranch } from "./routes-session.ts";

const PAGE = 50;

/** Cases: the list, one of them, and every verb of `case-verbs.ts` as a route of its own. */
export const caseRoutes = [
  route({
    method: "GET",
    url: "/api/cases",
    right: "case.see",
    says: "Cases, newest first; of his branch for a delegate",
    query: z.strictObject({
      state: z.enum(caseStates).optional(),
      q: z.string().max(100).optional(),
      after: z.string().max(120).optional(),
    }),
    async handle({ parts: { world }, caller, query }): Promise<CaseList> {
      const { state, q, after } = query;
      const { association, member } = caller;
      const isBound = seesOwnBranchOnly(member.roles);
      const found = await world.store.cases.list(association, {
        ...(state ? { state } : {}),
        ...(q ? { q } : {}),
        ...(after ? { after } : {}),
        ...(isBound ? { branch: member.branch ?? NO_BRANCH } : {}),
        limit: PAGE,
      });
      return {
        cases: found.cases.map((each) => caseCard(world, each, member.language)),
        next: found.next,
      };
    },
  }),
  route({
    method: "GET",
    url: "/api/cases/:id",
    right: "case.see",
    says: "One case: answers, documents, gates, decision, history, and what may be done now",
    params: byId,
    async handle({ parts: { world }, caller, params }): Promise<CaseDetail> {
      return caseDetail(world, caller, await seenCase(world, caller, params.id));
    },
  }),
  ...(Object.keys(caseVerbs) as CaseVerb[]).map((verb) =>
    route({
      method: "POST",
      url: `/api/cases/:id/${verb}`,
      right: caseVerbs[verb].right,
      says: `Acts on a case: ${verb}`,
      params: byId,
      body: bodyOf(verb),
      async handle({ parts: { world }, caller, params, body }): Promise<CaseDetail> {
        const { version, ...data } = body as { version?: number };
        const view = await seenCase(world, caller, params.id);
        if (version !== undefined && version !== view.version)
          throw new Refusal(409, "case.changed", "something has happened since", undefined, {
            version: view.version,
          });
        const done = await actOnCase(
          world,
          caller.association,
          view.id,
          { kind: verb, ...data } as CaseAction,
          caller.actor,
          `staff.${world.newId()}`,
        );
        if (!done.done)
          throw new Refusal(
            409,
            done.refusal.code,
            "the rules of the case forbid it",
            undefined,
            done.refusal.data,
          );
        return caseDetail(world, caller, done.view);
      },
    }),
  ),
  route({
    method: "POST",
    url: "/api/cases/:id/reveal",
    right: "case.reveal",
    says: "The numbers of the person in full, with a reason; the look is in the audit before the answer leaves",
    params: byId,
    body: z.strictObject({ reason }),
    async handle({ parts: { world }, caller, params }): Promise<Revealed> {
      const view = await seenCase(world, caller, params.id);
      const secrets = await world.store.cases.revealSecrets(caller.association, view.id);
      const { language } = caller.member;
      return {
        values: Object.entries(secrets).map(([id, value]) => ({
          id,
          label: world.texts.plain(`field.${id}`, language) ?? id,
          value: shown(world, language, id, value),
        })),
      };
    },
  }),
  route({
    method: "POST",
    url: "/api/cases/:id/preview",
    right: "case.see",
    says: "The letter and the messages of a decision as they would leave; changes nothing",
    params: byId,
    body: z.discriminatedUnion("verb", [
      z.strictObject({ verb: z.literal("decide"), data: z.strictObject(outcomeFields) }),
      z.strictObject({
        verb: z.literal("decide_objection"),
        data: z.strictObject({ result: z.enum(["upheld", "rejected"]), reason }),
      }),
    ]),
    audit: false,
    async handle({ parts: { world }, caller, params, body }): Promise<Preview> {
      const view = await seenCase(world, caller, params.id);
      const preview = await previewDecision(
        world,
        caller.association,
        recordOf(view),
        body as Deciding,
      );
      return {
        letterUrl: preview.letter ? keepPreview(caller, world.newId(), preview.letter) : null,
        messages: preview.messages.map(({ channel, text, segments }) => ({
          channel,
          text,
          segments: segments ?? 1,
        })),
      };
    },
  }),
  route({
    method: "GET",
    url: "/api/previews/:id",
    right: "case.see",
    says: "A letter that was previewed by the caller a moment ago",
    params: byId,
    handle({ caller, params, reply }) {
      const found = previews.get(params.id);
      if (!found || found.memberId !== caller.member.id)
        throw new Refusal(404, "preview.unknown", "preview the letter again");
      return reply
        .headers({
          "content-security-policy":
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; frame-ancestors 'self'",
        })
        .type("text/html; charset=utf-8")
        .send(found.html);
    },
  }),
];

/** No branch is called so: a delegate without one sees nothing. */
const NO_BRANCH = "-";
const MOST_PREVIEWS = 100;
const previews = new Map<string, { memberId: string; html: string }>();

/** Letters that are not written yet are kept by this process alone, for whoever asked, and for a while. */
function keepPreview({ member }: Caller, id: string, html: string): string {
  previews.set(id, { memberId: member.id, html });
  if (previews.size > MOST_PREVIEWS) previews.delete(previews.keys().next().value!);
  return `/api/previews/${id}`;
}

/** 404 for what is not there, is another association's, or is another branch's. */
async function seenCase(world: World, caller: Caller, id: string): Promise<CaseView> {
  const view = await world.store.cases.get(caller.association, id);
  if (!view || !seesBranch(caller, view.branch))
    throw new Refusal(404, "case.unknown", "there is no such case");
  return view;
}
