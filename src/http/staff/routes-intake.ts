import { z } from "zod";
import { deskQuestions, registerAtDesk } from "../../conversation/desk-intake.ts";
import { associationOf } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import type { IntakeDone, IntakeForm } from "./api.ts";
import { aDay, anId, route } from "./route.ts";

type Kind = IntakeForm["sections"][number]["questions"][number]["kind"];

const kinds: Record<string, Kind> = {
  choice: "choice",
  menu: "choice",
  multi: "multi",
  date: "date",
  integer: "number",
  money: "number",
  mobile: "phone",
  national_id: "identity",
  yes_no: "yes_no",
  consent: "yes_no",
};

/** Requests that reach the desk, by the same questions and readers as the conversation. */
export const intakeRoutes = [
  route({
    method: "GET",
    url: "/api/intake",
    right: "intake.record",
    says: "The questions of the request as one form",
    query: z.strictObject({ service: anId.optional() }),
    handle({ parts: { world }, caller, query }): IntakeForm {
      const { language } = caller.member;
      const { profile } = associationOf(world, caller.association);
      const label = (key: string, otherwise: string) =>
        world.texts.plain(key, language) ?? otherwise;
      const questions = query.service ? deskQuestions(world, caller.association, language) : [];
      const sections = new Map<string, IntakeForm["sections"][number]>();
      for (const { id, text, section, variable, options, required, secret } of questions) {
        const known = sections.get(section) ?? {
          id: section,
          label: label(`section.${section}`, section),
          questions: [],
        };
        sections.set(section, known);
        known.questions.push({
          id,
          label: label(`field.${id}`, label(text, id).split("\n")[0] ?? id),
          hint: world.texts.plain(`field.${id}.help`, language) ?? null,
          kind: kinds[variable.type] ?? "text",
          options,
          required,
          secret,
        });
      }
      return {
        services: profile.services.map(({ id }) => ({ id, label: label(`service.${id}`, id) })),
        sections: [...sections.values()],
        declaration: label("letter.form.declaration", ""),
      };
    },
  }),
  route({
    method: "POST",
    url: "/api/intake",
    right: "intake.record",
    says: "Registers a request of a visit, call, letter or delegate; the person is told",
    body: z.strictObject({
      source: z.enum(["visit", "phone", "letter", "delegate"]),
      letter: z.strictObject({ number: z.string().min(1).max(60), date: aDay }).optional(),
      answers: z.record(anId, z.string().max(2_000)),
    }),
    audit: ({ body }) => ({ verb: "intake", what: "case", reason: body.source }),
    async handle({ parts: { world }, caller, body }): Promise<IntakeDone> {
      const { association, member, actor } = caller;
      const { profile } = associationOf(world, association);
      if (!profile.channels[body.source].enabled)
        throw new Refusal(409, "intake.channel", "the policy does not open this channel");
      const { letter, source, answers } = body;
      const done = await registerAtDesk(
        world,
        association,
        {
          id: `desk.${world.newId()}`,
          source,
          answers,
          language: member.language,
          ...(letter ? { letter } : {}),
          ...(member.branch ? { branch: member.branch } : {}),
        },
        actor,
      );
      if (!("faults" in done)) return done;
      const fields = Object.fromEntries(
        Object.entries(done.faults).map(([id, reason]) => [
          id,
          world.texts.plain(`err.${id}.${reason}`, member.language) ??
            world.texts.plain(`err.${reason}`, member.language) ??
            world.texts.plain(`field.${id}.help`, member.language) ??
            reason,
        ]),
      );
      throw new Refusal(400, "intake.invalid", "some answers cannot be taken", undefined, {
        fields,
      });
    },
  }),
];
