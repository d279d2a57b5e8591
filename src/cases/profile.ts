import { z } from "zod";
import { channels } from "./profile-channels.ts";
import {
  arabicWords,
  closedDay,
  day,
  helpNumber,
  keepFor,
  nightlyPeriod,
  period,
  ramadanWindow,
  textId,
  whole,
} from "./profile-fields.ts";

/*
 * The profile of an association: its policy as configuration, `flows/associations/<id>.yaml` laid over `_defaults.yaml`.
 * What stands under `printed` is quoted from the published policy; everything else is a recorded choice of the
 * association (`basis: choice`), and no text may claim otherwise. It is over the usual length because a reader wants to
 * see all that can be configured on one page.
 */

const intakeGroups = [
  "consent",
  "service",
  "identity",
  "contact",
  "address",
  "family",
  "income",
  "housing",
  "need",
  "education",
  "psych",
] as const;

const collectMode = z.enum(["panel", "secure_link", "chat"]);
const signature = z.enum(["word", "code", "word_and_code"]);
const weekday = z.enum(["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);
export type Weekday = z.infer<typeof weekday>;

const staffedChannel = z.strictObject({ enabled: z.boolean() });

const service = z.strictObject({
  id: textId,
  /** What it asks for besides `documents.base`. */
  documents: z.array(textId),
  /** False: only its own documents, not those of family aid. */
  base: z.boolean().optional(),
});

/** 8 is "not clear" and 9 "staff" in every list of services. */
const MAX_SERVICES = 7;
/** 9 is "staff" in the menu of questions, 0 the main menu. */
const MAX_FAQ = 8;
/** The texts speak of two weeks, as all published policies do. */
const MIN_DECISION_DAYS = 14;

export const profileSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]*$/, "should be small letters and digits, as the file is named"),
  /** Goes up with every change, so that a case can name the profile that was in force. */
  revision: whole(1, 1_000_000),
  basis: z.literal("choice"),
  /** Case numbers begin with it: letters first, so that they stay whole inside Arabic text. */
  prefix: z.string().regex(/^[A-Z]{2}$/, "should be two capital letters"),
  name: z.strictObject({ ar: arabicWords, sms: arabicWords, en: z.string().min(3).max(90) }),
  sector: z.enum(["general", "digital_education", "humanitarian", "psychological_crisis"]),
  headquarters: z.string().nullable(),
  supervision: z.string().optional(),
  licence: z.string().nullable(),
  area: z.string().nullable(),
  approval: z.strictObject({
    printed: z.string(),
    session: whole(1, 1000).nullable(),
    number: z.string().nullable(),
    remote: z.boolean().optional(),
    hijri: day.nullable(),
    gregorian: day.nullable(),
    /** What the printed Hijri day really is, where the printed pair disagrees. */
    gregorian_computed: day.optional(),
    signatories: whole(1, 50).nullable(),
    flag: z.enum(["approved", "draft"]),
    warnings: z.array(
      z.enum([
        "session_missing",
        "hijri_missing",
        "signatories_missing",
        "licence_missing",
        "approval_empty",
        "date_pair_mismatch",
      ]),
    ),
  }),

  timezone: z.literal("Asia/Riyadh"),
  language: z.literal("ar"),
  numerals: z.enum(["latn", "arab"]),
  unit: arabicWords,
  person_term: z.strictObject({ one: arabicWords, many: arabicWords }),
  committee: arabicWords,
  officer: arabicWords,
  /** Completes "being ..." in the state of a case that is studied. */
  study: arabicWords,
  /** The same words for English texts. */
  english: z.strictObject({
    committee: z.string(),
    officer: z.string(),
    unit: z.string(),
    objection_body: z.string(),
  }),
  branch_role: z.strictObject({ name: arabicWords, one: arabicWords }),
  /** The documents that the policy names as tools of staff, as printed. */
  tools: z.array(z.strictObject({ id: textId, name: arabicWords })).min(1),
  channels_printed: z.array(z.string()).min(1),

  channels: z.strictObject({
    ...channels,
    visit: staffedChannel,
    phone: staffedChannel,
    letter: staffedChannel,
    delegate: staffedChannel,
  }),

  intake_groups: z.array(z.enum(intakeGroups)).min(1),
  services: z
    .array(service)
    .min(1)
    .max(MAX_SERVICES, `should be ${MAX_SERVICES} services or fewer: 8 and 9 are taken`),
  sensitive_services: z.array(textId),
  documents: z.strictObject({
    /** Asked for by every service of family aid. */
    base: z.array(textId),
    deadline_days: whole(3, 90),
    /** How old a document may be on the day of submission and of the session; those that are not listed do not age. */
    max_age_days: z.record(textId, whole(1, 3650)),
    /** Those with a last day of their own: the person is asked for it. */
    expiring: z.array(textId),
    /** Days after registration on which the person is told what is missing. */
    messages: z.array(whole(0, 90)).min(1),
    max_mb: whole(1, 25),
  }),
  /** Never decides anything: the person is told, and may go on (PDPL: no automatic accept or reject). */
  advisory: z.strictObject({ max_income: whole(0, 1_000_000).nullable() }),
  faq: z.array(textId).min(1).max(MAX_FAQ, `should be ${MAX_FAQ} questions or fewer: 9 is taken`),
  /** Every question that is answered; `faq` are those of the menu. */
  knowledge: z.array(textId).min(1),

  privacy: z.strictObject({ version: z.string().min(1) }),
  identity: z.strictObject({
    required: z.boolean(),
    saudi_id_required: z.boolean(),
    collect: z.strictObject({
      web: collectMode,
      whatsapp: z.enum(["secure_link"]),
      sms: collectMode,
      sms_one_way: z.enum(["secure_link"]),
    }),
    document_image: z.enum(["off", "sighted", "collect"]),
    link_ttl_hours: whole(1, 168),
  }),
  declaration: z.strictObject({
    method: z.strictObject({ web: signature, whatsapp: signature, sms: signature }),
  }),
  draft: z.strictObject({ ttl_days: whole(1, 90), reminders_hours: z.array(whole(1, 2160)) }),

  decision: z.strictObject({
    min_days: whole(MIN_DECISION_DAYS, 365),
    max_days: whole(MIN_DECISION_DAYS, 730).nullable(),
    /** An inner clock of staff, never shown. */
    target_days: whole(1, 730).nullable(),
    early_reply: z.enum(["manager_reason"]),
  }),
  objection: z.strictObject({
    window_days: whole(1, 365),
    reply_days: whole(1, 365),
    body: arabicWords,
    never: z.array(z.enum(["committee"])),
  }),
  committee_rules: z.strictObject({
    quorum: z.enum(["more_than_half", "two_thirds", "all"]),
    vote: z.enum(["simple_majority", "two_thirds"]),
    tie: z.enum(["chair", "refused", "deferred"]),
    conflict: z.enum(["step_out"]),
  }),
  /** Small offices, where duties cannot be kept apart, record the overlap. */
  separation: z.enum(["enforced", "recorded"]),
  urgent: z.strictObject({ hours: whole(1, 72) }),
  handoff: z.strictObject({
    unclaimed_minutes: whole(1, 1440),
    staff_silent_minutes: whole(1, 1440),
    callback_hours: whole(1, 240),
    return_hours: whole(1, 240),
  }),
  feedback: z.strictObject({ days: whole(1, 60), owner: arabicWords }),
  survey: z.strictObject({
    scale: z.literal(5),
    gap_days: whole(1, 365),
    k_min: whole(5, 100),
    reminder_hours: whole(1, 240),
    /** Whether "it was easy" is asked, and reasons where an answer is 3 or less. */
    effort: z.boolean(),
    tags: z.boolean(),
    /** How many in a hundred are asked each quarter what stands in their way; 0: nobody. */
    pulse_percent: whole(0, 100),
  }),
  retention: z.strictObject({
    chat: keepFor,
    case_rejected: keepFor,
    case_accepted: keepFor,
    id_image: z.enum(["on_verification"]),
  }),

  hours: z.strictObject({
    normal: z.strictObject({ days: z.array(weekday).min(1), periods: z.array(period).min(1) }),
    ramadan: z.strictObject({
      days: z.array(weekday).min(1).optional(),
      periods: z.array(period).min(1),
    }),
    closed: z.array(closedDay),
  }),
  quiet: z.strictObject({
    service: nightlyPeriod,
    friday: period,
    promo_block: nightlyPeriod,
    promo_window: period,
    ramadan_service: z.array(ramadanWindow).min(1),
    ramadan_promo: z.array(ramadanWindow).min(1),
  }),

  notices: z.strictObject({ neutral: z.boolean() }),
  letters: z.strictObject({ fields: z.array(z.string()).min(1) }),
  crisis: z.strictObject({
    mode: z.enum(["standard", "primary"]),
    ack_minutes: whole(1, 30),
    queue: textId,
  }),
  hotlines: z.strictObject({
    emergency: z.array(helpNumber).min(1),
    /** Number -> what it is. */
    list: z.record(helpNumber, arabicWords),
    /** Number -> who made sure of it, and when. A number without this is refused: people in need will call it. */
    verified: z.record(helpNumber, z.strictObject({ on: day, by: z.string().min(2) })),
  }),
});

export type Profile = z.infer<typeof profileSchema>;
