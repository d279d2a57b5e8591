import { toHijri } from "../language/calendar.ts";
import { unfilledPlaces } from "../sms-gateway.ts";
import { explain, instead, type ProfileIssue } from "./explain-issue.ts";
import { credentialNames, type DigitalChannel } from "./profile-channels.ts";
import { profileSchema, type Profile } from "./profile.ts";

/** A merged profile, checked against its schema and against itself. Every issue is told at once, with what to write instead. */
export function checkProfile(data: unknown): { profile: Profile } | { issues: ProfileIssue[] } {
  const parsed = profileSchema.safeParse(data);
  if (!parsed.success)
    return { issues: parsed.error.issues.flatMap((issue) => explain(issue, data)) };
  const issues = contradictions.flatMap((check) => check(parsed.data));
  return issues.length > 0 ? { issues } : { profile: parsed.data };
}

// ---------------------------------------------------------------- what does not fit together

const contradictions: ((profile: Profile) => ProfileIssue[])[] = [
  ({ services }) =>
    twice(
      ["services"],
      services.map(({ id }) => id),
    ),
  ({ faq }) => twice(["faq"], faq),
  ({ knowledge }) => twice(["knowledge"], knowledge),
  ({ services, sensitive_services }) =>
    subset(
      ["sensitive_services"],
      sensitive_services,
      services.map(({ id }) => id),
      "a service",
    ),
  ({ faq, knowledge }) => subset(["faq"], faq, knowledge, "a question of knowledge"),
  ({ hotlines }) =>
    Object.keys(hotlines.list).flatMap((number) =>
      Object.hasOwn(hotlines.verified, number)
        ? []
        : [
            {
              path: ["hotlines", "list", number],
              problem: "nobody has verified this number",
              remedy: "call it, then add it under hotlines.verified with on and by",
            },
          ],
    ),
  ({ objection, committee }) =>
    objection.body === committee
      ? [
          {
            path: ["objection", "body"],
            problem: "the body that decides cannot hear the objection",
            remedy: "name another body",
          },
        ]
      : [],
  ({ decision }) =>
    decision.max_days !== null && decision.max_days < decision.min_days
      ? [
          {
            path: ["decision", "max_days"],
            problem: "is less than min_days",
            remedy: "raise it, or write null to promise nothing",
          },
        ]
      : [],
  ({ approval }) => datePair(approval),
  ({ channels }) =>
    (["web", "sms", "whatsapp"] as const).flatMap((kind) => credentialFaults(kind, channels[kind])),
];

function twice(path: string[], ids: readonly string[]): ProfileIssue[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index
      ? [{ path: [...path, index], problem: `"${id}" stands here twice`, remedy: "remove one" }]
      : [],
  );
}

function subset(
  path: string[],
  ids: readonly string[],
  of: readonly string[],
  what: string,
): ProfileIssue[] {
  return ids.flatMap((id, index) =>
    of.includes(id)
      ? []
      : [
          {
            path: [...path, index],
            problem: `"${id}" is not ${what} of this association`,
            remedy: instead(id, of),
          },
        ],
  );
}

/** Both calendars of an approval name the same day; a printed pair that does not is kept as printed, with a warning. */
function datePair({
  hijri,
  gregorian,
  gregorian_computed,
  warnings,
}: Profile["approval"]): ProfileIssue[] {
  if (hijri === null || gregorian === null || toHijri(gregorian) === hijri) return [];
  const isToldOf =
    warnings.includes("date_pair_mismatch") &&
    gregorian_computed !== undefined &&
    toHijri(gregorian_computed) === hijri;
  return isToldOf
    ? []
    : [
        {
          path: ["approval", "gregorian"],
          problem: `is not ${hijri}, it is ${toHijri(gregorian)}`,
          remedy: "mend it, or add the warning date_pair_mismatch and gregorian_computed",
        },
      ];
}

/** A channel that is switched on can be opened: what its transport asks for has a name. */
function credentialFaults(kind: string, channel: DigitalChannel): ProfileIssue[] {
  if (!channel.enabled) return [];
  const path = ["channels", kind, "credentials"];
  const given = Object.keys(channel.credentials);
  const gateway = channel.transport === "sms-http" ? channel.gateway : channel.transport;
  if (typeof gateway === "object")
    return unfilledPlaces(gateway, given).map((name) => lacking(path, [name]));
  const { all, any = [], may = [] } = credentialNames[gateway] ?? { all: [] };
  const isAnyGiven = any.length === 0 || any.some((name) => given.includes(name));
  return [
    ...all.filter((name) => !given.includes(name)).map((name) => lacking(path, [name])),
    ...(isAnyGiven ? [] : [lacking(path, any)]),
    ...given
      .filter((name) => ![...all, ...any, ...may].includes(name))
      .map((name) => ({
        path: [...path, name],
        problem: `"${name}" means nothing to ${gateway}`,
        remedy: instead(name, [...all, ...any, ...may]),
      })),
  ];
}

function lacking(path: string[], names: readonly string[]): ProfileIssue {
  return {
    path,
    problem: `nothing gives ${names.join(" or ")}`,
    remedy: `name a variable of the environment: ${names[0]}: env:NAME`,
  };
}
