import { renderSVG } from "uqr";
import { z } from "zod";
import { inForce, titleOf } from "../../cases/library.ts";
import { publicDoors } from "../../conversation/public-reply.ts";
import { associationOf } from "../../conversation/world.ts";
import { dayInRiyadh } from "../../language/calendar.ts";
import { Refusal } from "../refusal.ts";
import { aDay, route } from "./route.ts";

/** What the association says in public places, and the documents that it holds itself to. */
export const publicRoutes = [
  route({
    method: "GET",
    url: "/api/doors",
    right: "conversation.work",
    says: "For each public place the link into the chat, its QR code, and the replies that may be posted there",
    handle: ({ parts: { world }, caller }) => ({
      doors: publicDoors(
        associationOf(world, caller.association),
        world.texts,
        world.publicUrl,
      ).map((each) => ({ ...each, qr: renderSVG(each.url) })),
    }),
  }),
  route({
    method: "GET",
    url: "/api/library",
    right: "conversation.work",
    says: "The documents that the policy names, every version of them; `inForce` is empty for one that nobody entered yet",
    async handle({ parts: { world }, caller }) {
      const { profile } = associationOf(world, caller.association);
      const versions = await world.store.library.list(caller.association);
      const holding = inForce(versions, dayInRiyadh(world.clock.now()));
      return {
        documents: profile.tools.map(({ id, name }) => ({
          id,
          name,
          inForce: holding.find((each) => each.id === id)?.version ?? null,
          versions: versions.filter((each) => each.id === id),
        })),
      };
    },
  }),
  route({
    method: "POST",
    url: "/api/library",
    right: "canned.manage",
    says: "A new version of a document that the policy names; one that is there is never changed",
    body: z.strictObject({
      document: z.string().regex(/^[a-z_]{2,40}$/),
      from: aDay,
      sections: z
        .array(
          z.strictObject({
            place: z.string().trim().min(1).max(60),
            text: z.string().trim().min(2).max(1500),
          }),
        )
        .min(1)
        .max(300),
    }),
    audit: ({ body }) => ({ verb: "library", what: `document ${body.document}` }),
    async handle({ parts: { world }, caller, body: { document: id, from, sections } }) {
      const { profile } = associationOf(world, caller.association);
      const { library } = world.store;
      if (titleOf(profile, id) === undefined)
        throw new Refusal(404, "library.unknown", "the policy names no such document");
      const known = await library.list(caller.association);
      const last = Math.max(0, ...known.flatMap((each) => (each.id === id ? each.version : [])));
      const version = { id, version: last + 1, from, sections };
      if (!(await library.add(caller.association, version)))
        throw new Refusal(409, "library.faster", "somebody entered a version at the same time");
      return version;
    },
  }),
];
