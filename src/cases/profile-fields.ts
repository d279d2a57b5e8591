import { z } from "zod";

/*
 * The kinds of value that an association's profile is made of, each with the words that tell what should stand there.
 */

/**
 * A name that people read (committee, officer): free text, but Arabic, 3 to 60 letters, without digits or invisible
 * signs, because it is set into sentences and letters as it stands (decisions.md 39).
 */
export const arabicWords = z
  .string()
  .regex(
    /^[\u0621-\u064a][\u0621-\u0652 ()،-]{2,59}$/u,
    "should be Arabic words of 3 to 60 letters, without digits",
  );

/** Names a variable of the environment, so that no credential ever stands in a file: `env:KHUTA_SMS_AUTH_TOKEN`. */
export const fromEnvironment = z
  .string()
  .regex(/^env:[A-Z][A-Z0-9_]*$/, "should name a variable of the environment: env:NAME");

/** An id of services, documents, questions: part of a text key. */
export const textId = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, "should be an id of small letters, digits and underscores");

const CLOCK = "(?:[01]\\d|2[0-3]):[0-5]\\d";

/** Hours of one day, `08:00-16:00`; the end is not part of it. */
export const period = z
  .string()
  .regex(new RegExp(`^${CLOCK}-(?:${CLOCK}|24:00)$`), 'should be hours such as "08:00-16:00"')
  .refine((text) => text.slice(0, 5) < text.slice(6), "should end after it begins");

/** Hours that may run over midnight, `21:00-09:00`. */
export const nightlyPeriod = z
  .string()
  .regex(new RegExp(`^${CLOCK}-${CLOCK}$`), 'should be hours such as "21:00-09:00"');

/** The sun sets between these hours everywhere in the Kingdom, all year, 45 minutes on both sides included. */
const SUNSET = { from: "16:00", until: "20:20" };

/** A window of Ramadan: nobody is disturbed round the breaking of the fast (conversation.md 0.5). */
export const ramadanWindow = period.refine(
  (text) => text.slice(6) <= SUNSET.from || text.slice(0, 5) >= SUNSET.until,
  `should keep clear of sunset, ${SUNSET.from} to ${SUNSET.until}`,
);

/** A calendar day, `2025-07-13` or (Hijri) `1447-01-18`. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'should be a day such as "2025-07-13"');

/** A day on which nobody works: of one year, or (`09-23`) of every year. */
export const closedDay = z
  .string()
  .regex(
    /^(?:\d{4}-)?\d{2}-\d{2}$/,
    'should be a day such as "2027-03-09", or "09-23" for every year',
  );

/** How long something is kept: years or days. */
export const keepFor = z
  .string()
  .regex(/^[1-9]\d{0,3}[yd]$/, 'should be a time such as "2y" or "90d"');

/** A web address that may embed the chat: a browser's origin, without a path. */
export const site = z
  .string()
  .regex(
    /^(?:https:\/\/[a-z0-9.-]+|http:\/\/(?:localhost|127\.0\.0\.1))(?::\d{1,5})?$/,
    'should be an origin such as "https://khuta.example"',
  );

/** A telephone number of a help line, as it is dialled. */
export const helpNumber = z
  .string()
  .regex(/^\d{3,10}$/, 'should be a number in quotes, such as "937"');

export function whole(min: number, max: number) {
  return z
    .number()
    .int(`should be a whole number from ${min} to ${max}`)
    .min(min, `should be ${min} or more`)
    .max(max, `should be ${max} or less`);
}
