import { z } from "zod";
import { citations } from "../../cases/library.ts";
import type { AssociationId } from "../../conversation/ports.ts";
import { profileVars } from "../../conversation/profile-vars.ts";
import { associationOf, type World } from "../../conversation/world.ts";
import { dayInRiyadh, formatGregorian, formatHijri, toHijri } from "../../language/calendar.ts";
import { Refusal } from "../refusal.ts";
import type { Canned, TaskView } from "./api.ts";
import { anId, byId, nothing, route } from "./route.ts";

const PAPER = { kind: "web", twoWay: true } as const;
const answerText = z.string().trim().min(1).max(2_000);

/** Tasks, and answers that are ready. */
export const officeRoutes = [
  route({
    method: "GET",
    url: "/api/tasks",
    right: "task.see",
    says: "What staff must do, the most urgent first",
    async handle({ parts: { world }, caller }) {
      const open = await world.store.tasks.open(caller.association);
      const seesCrisis = caller.rights.includes("crisis.see");
      const tasks = open
        .filter(({ priority }) => seesCrisis || priority !== "crisis")
        .map((task): TaskView => {
          const more = task as typeof task & { dueAt?: Date; caseId?: string };
          return {
            id: task.id,
            kind: task.kind,
            reason: task.reason,
            priority: task.priority,
            at: task.at.toISOString(),
            dueAt: more.dueAt?.toISOString() ?? null,
            conversationId: task.conversationId || null,
            caseId: more.caseId ?? null,
            owner: null,
          };
        });
      return { tasks };
    },
  }),
  route({
    method: "POST",
    url: "/api/tasks/:id/done",
    right: "task.do",
    says: "A task is done",
    params: byId,
    body: nothing,
    async handle({ parts: { world }, caller, params }) {
      const { tasks } = world.store;
      const open = await tasks.open(caller.association);
      const task = open.find(({ id }) => id === params.id);
      const isTheirs =
        task && (task.priority !== "crisis" || caller.rights.includes("crisis.acknowledge"));
      if (!isTheirs || !(await tasks.finish(caller.association, params.id, world.clock.now())))
        throw new Refusal(404, "task.unknown", "there is no such open task");
    },
  }),
  route({
    method: "GET",
    url: "/api/canned",
    right: "conversation.work",
    says: "Answers that are ready: the association's own, and what its documents say",
    async handle({ parts: { world }, caller }) {
      const { profile, sources } = associationOf(world, caller.association);
      const own = await world.store.canned.list(caller.association);
      const ofDocuments = profile.knowledge.map((id): Canned => ({
        id: `faq.${id}`,
        shortcut: id,
        text: {
          ar: answerTo(world, caller.association, id, "ar"),
          en: answerTo(world, caller.association, id, "en"),
        },
        citation: { document: sources.get(id) ?? "", place: id },
      }));
      const ofLibrary = citations(
        profile,
        await world.store.library.list(caller.association),
        dayInRiyadh(world.clock.now()),
        (title, version, from) =>
          world.texts.fill(
            "library.document",
            {
              document: title,
              version,
              date_h: formatHijri(toHijri(from)),
              date_g: formatGregorian(from),
            },
            "ar",
            PAPER,
          ),
      ).map(({ id, document, place, text }): Canned => {
        const cited = world.texts.fill("library.cited", { text, document, place }, "ar", PAPER);
        return {
          id,
          shortcut: place,
          text: { ar: cited, en: cited },
          citation: { document, place },
        };
      });
      return { canned: [...own, ...ofDocuments, ...ofLibrary] };
    },
  }),
  route({
    method: "POST",
    url: "/api/canned",
    right: "canned.manage",
    says: "A new answer that is ready, or another wording of one",
    body: z.strictObject({
      id: anId.optional(),
      shortcut: z
        .string()
        .trim()
        .regex(/^[\p{L}\p{N}_-]{1,30}$/u),
      text: z.strictObject({ ar: answerText, en: answerText }),
    }),
    audit: ({ body }) => ({ verb: "canned", what: `canned ${body.shortcut}` }),
    async handle({ parts: { world }, caller, body }): Promise<Canned> {
      const { id = world.newId(), shortcut, text } = body;
      const own = await world.store.canned.list(caller.association);
      if (body.id && !own.some((each) => each.id === id))
        throw new Refusal(404, "canned.unknown", "there is no such answer");
      const answer = { id, shortcut, text };
      await world.store.canned.save(caller.association, answer);
      return answer;
    },
  }),
  route({
    method: "DELETE",
    url: "/api/canned/:id",
    right: "canned.manage",
    says: "Takes an answer away",
    params: byId,
    body: nothing,
    audit: ({ params }) => ({ verb: "canned_removed", what: `canned ${params.id}` }),
    async handle({ parts: { world }, caller, params }) {
      if (!(await world.store.canned.remove(caller.association, params.id)))
        throw new Refusal(404, "canned.unknown", "there is no such answer");
    },
  }),
];

/** As the bot answers it, with what the profile fills in. */
function answerTo(
  world: World,
  id: AssociationId,
  question: string,
  language: "ar" | "en",
): string {
  const key = `faq.${question}`;
  const known = profileVars(
    associationOf(world, id),
    world.texts,
    language,
    PAPER,
    world.publicUrl,
  );
  const places = world.texts.placeholders(key).map((name) => [name, known(name) ?? ""] as const);
  return world.texts.fill(key, Object.fromEntries(places), language, PAPER);
}
