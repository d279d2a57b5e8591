import { z } from "zod";
import { sendDeskCode } from "../../conversation/desk-code.ts";
import { deskQuestions, deskText, registerAtDesk } from "../../conversation/desk-intake.ts";
import { associationOf } from "../../conversation/world.ts";
import type { Asked } from "../../engine/questionnaire.ts";
import { Refusal, tooMany } from "../refusal.ts";
import { createTokenBucket } from "../token-bucket.ts";
import type { IntakeDone, IntakeForm } from "./api.ts";
import type { Caller, StaffParts } from "./parts.ts";
import { aDay, anId, route } from "./route.ts";

type Section = IntakeForm["sections"][number];
type Kind = Section["questions"][number]["kind"];

const kinds: Record<string, Kind> = {
  choice: "choice",
  menu: "choice",
  yes_no: "choice",
  consent: "choice",
  multi: "multi",
  date: "date",
  integer: "number",
  money: "number",
  mobile: "phone",
  national_id: "identity",
};

const answers = z.record(anId, z.string().max(2_000));
/** Codes that a member asks for or tries: four digits are not to be guessed. */
const codes = createTokenBucket({ burst: 5, perMinute: 0.5, now: () => performance.now() });

/** Requests that reach the desk, by the same questions and readers as the conversation. */
export const intakeRoutes = [
  route({
    method: "POST",
    url: "/api/intake/questions",
    right: "intake.record",
    says: "The questions that the conversation would ask after these answers, as one form; nothing is kept",
    body: z.strictObject({ answers }),
    audit: false, // looking at the form is no act, and answers stand in the body because an address is logged
    handle: ({ parts, caller, body }) => formOf(parts, caller, body.answers),
  }),
  route({
    method: "POST",
    url: "/api/intake/code",
    right: "intake.record",
    says: "Sends a code by SMS, by which the person signs the declaration at the desk",
    body: z.strictObject({ mobile: z.string().max(30) }),
    audit: () => ({ verb: "intake_code", what: "case" }),
    async handle({ parts: { world }, caller, body }) {
      if (!codes.take(`send ${caller.member.id}`)) throw tooMany("codes");
      if (!(await sendDeskCode(world, caller.association, body.mobile)))
        throw new Refusal(400, "intake.mobile", "this is no mobile number");
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
      answers,
      declaration: z.discriminatedUnion("method", [
        z.strictObject({ method: z.literal("paper"), scan: anId.optional() }),
        z.strictObject({
          method: z.literal("read_aloud"),
          witness: z.string().trim().min(2).max(100),
        }),
        z.strictObject({ method: z.literal("code"), code: z.string().trim().max(10) }),
      ]),
    }),
    audit: ({ body }) => ({
      verb: "intake",
      what: "case",
      reason: `${body.source}, ${body.declaration.method}`,
    }),
    async handle({ parts: { world }, caller, body }): Promise<IntakeDone> {
      const { association, member, actor } = caller;
      const { profile } = associationOf(world, association);
      if (!profile.channels[body.source].enabled)
        throw new Refusal(409, "intake.channel", "the policy does not open this channel");
      if (body.source === "letter" && !body.letter)
        throw new Refusal(400, "intake.letter", "a letter is recorded with its number and date");
      if (body.declaration.method === "code" && !codes.take(`try ${member.id}`))
        throw tooMany("codes");
      const { letter, declaration, ...asked } = body;
      const done = await registerAtDesk(
        world,
        association,
        {
          id: `desk.${world.newId()}`,
          ...asked,
          declaration: declaration.method === "paper" ? paperOf(declaration) : declaration,
          language: member.language,
          ...(letter ? { letter } : {}),
          ...(member.branch ? { branch: member.branch } : {}),
        },
        actor,
      );
      if ("stopped" in done)
        throw new Refusal(409, "intake.crisis", "a person in danger is helped first");
      if (!("faults" in done)) return done;
      throw new Refusal(400, "intake.invalid", "some answers cannot be taken", undefined, {
        fields: done.faults,
      });
    },
  }),
];

function paperOf({ method, scan }: { method: "paper"; scan?: string | undefined }) {
  return scan === undefined ? { method } : { method, scan };
}

function formOf(
  { world }: StaffParts,
  { association, member: { language } }: Caller,
  given: Record<string, string>,
): IntakeForm {
  const form = deskQuestions(world, association, given, language);
  const say = (says: Asked["says"]) => deskText(world, association, says, language);
  const label = (key: string, otherwise: string) => world.texts.plain(key, language) ?? otherwise;
  const sections = new Map<string, Section>();
  const sectionOf = (id: string): Section => {
    const known = sections.get(id) ?? {
      id,
      label: label(`section.${id}`, id),
      questions: [],
      notes: [],
    };
    sections.set(id, known);
    return known;
  };
  for (const asked of form.asked) {
    const [first = "", ...rest] = say(asked.says).split("\n");
    const field = asked.isRepeated ? undefined : world.texts.plain(`field.${asked.id}`, language);
    sectionOf(asked.section).questions.push({
      id: asked.id,
      label: field ?? first,
      hint: asked.isRepeated
        ? rest.join(" ") || null
        : (world.texts.plain(`field.${asked.id}.help`, language) ?? null),
      kind: kinds[asked.variable.type] ?? "text",
      options: asked.options.map((option) => ({
        id: option.id,
        label: option.label ?? label(option.labelKey ?? "", option.id),
      })),
      required: asked.required,
      secret: asked.secret,
      fault: asked.fault ? say(asked.fault.says) : null,
      understood: asked.understood ? say(asked.understood) : null,
    });
  }
  for (const { section, says } of form.notes) sectionOf(section).notes.push(say(says));
  return {
    sections: [...sections.values()],
    crisis: form.crisis ? say(form.crisis) : null,
    privacy: say({ id: "", kind: "send", key: "privacy.notice", vars: {}, purpose: "reply" }),
    declaration: form.declaration ? say(form.declaration) : "",
  };
}
