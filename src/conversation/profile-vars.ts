import type { Profile } from "../cases/profile.ts";
import { formatCaseNumber } from "../language/case-number.ts";
import type { Language, TextChannel, Texts } from "./texts.ts";
import type { Association } from "./world.ts";

type Value = string | number | undefined;
interface Place {
  profile: Profile;
  texts: Texts;
  language: Language;
  channel: TextChannel;
  publicUrl: string;
}

/** The placeholders that an association's profile fills (conversation.md 23): asked for by name, so only what a text uses is made. */
export function profileVars(
  association: Association,
  texts: Texts,
  language: Language,
  channel: TextChannel,
  publicUrl: string,
) {
  const place: Place = { profile: association.profile, texts, language, channel, publicUrl };
  return (name: string): Value =>
    Object.hasOwn(sources, name) ? sources[name]?.(place) : undefined;
}

const sources: Record<string, (place: Place) => Value> = {
  assoc: ({ profile, language, channel }) =>
    // An English text message with one Arabic word in it would cost double.
    language === "en"
      ? profile.name.en
      : channel.kind === "sms"
        ? profile.name.sms
        : profile.name.ar,
  committee: ({ profile, language }) =>
    language === "en" ? profile.english.committee : profile.committee,
  officer: ({ profile, language }) =>
    language === "en" ? profile.english.officer : profile.officer,
  unit: ({ profile, language }) => (language === "en" ? profile.english.unit : profile.unit),
  area: ({ profile }) => profile.area ?? undefined,
  objection_body: ({ profile, language }) =>
    language === "en" ? profile.english.objection_body : profile.objection.body,
  study: ({ profile }) => profile.study,
  complaints_owner: ({ profile }) => profile.feedback.owner,
  callback_hours: ({ profile }) => profile.handoff.callback_hours,
  urgent_hours: ({ profile }) => profile.urgent.hours,
  fb_days: ({ profile }) => profile.feedback.days,
  max_mb: ({ profile }) => profile.documents.max_mb,
  draft_ttl: (place) => counted(place, "days", place.profile.draft.ttl_days),
  link_ttl: (place) => counted(place, "hours", place.profile.identity.link_ttl_hours),
  retention: (place) => fill(place, "clause.retention"),
  alt_channels: (place) => fill(place, "clause.alt_channels"),
  phone: (place) => fill(place, "clause.alt_channels"),
  privacy_url: ({ publicUrl, profile }) => `${publicUrl}/privacy/${profile.id}`,
  short_url: ({ publicUrl, profile }) => `${publicUrl}/p/${profile.id}`,
  crisis_line: (place) =>
    place.profile.crisis.mode === "primary" ? `${fill(place, "clause.crisis_line")}\n` : "",
  transfer_line: (place) =>
    place.channel.kind === "whatsapp" ? `\n${fill(place, "clause.transfer_line").trim()}` : "",
  emergency: ({ profile }) => profile.hotlines.emergency[0],
  hotline_list: ({ profile, channel }) =>
    Object.entries(profile.hotlines.list)
      .map(([number, label]) => (channel.kind === "sms" ? number : `${number} (${label})`))
      .join("، "),
  psych_line: (place) => hotline(place, "psych"),
  violence_line: (place) => hotline(place, "violence"),
  child_line: (place) => hotline(place, "child"),
  case_example: ({ profile }) => formatCaseNumber(profile.prefix, 48, 173),
  hours: (place) => hours(place),
  hours_short: (place) => hours(place),
};

/** Numbers by what they are for; their labels are the association's, verified before anyone sees them. */
const hotlineNumbers = { psych: "920033360", violence: "1919", child: "116111" } as const;

function hotline({ profile }: Place, kind: keyof typeof hotlineNumbers): string | undefined {
  const number = hotlineNumbers[kind];
  return Object.hasOwn(profile.hotlines.list, number) ? number : profile.hotlines.emergency[0];
}

function counted({ texts, language, channel }: Place, unit: string, count: number): string {
  return texts.fill(`count.${unit}`, { count }, language, channel);
}

function fill(place: Place, key: string): string {
  const vars: Record<string, string | number> = {};
  for (const name of place.texts.placeholders(key)) vars[name] = sources[name]?.(place) ?? "";
  return place.texts.fill(key, vars, place.language, place.channel).trim();
}

/** "From Sunday to Thursday, from 8 in the morning to 4 in the afternoon", in the words of the channel. */
function hours(place: Place): string {
  const { days, periods } = place.profile.hours.normal;
  const { texts, language, channel } = place;
  const day = (id: string | undefined) => texts.fill(`day.${id}`, {}, language, channel);
  const range = texts.fill(
    "hours.days_range",
    { first: day(days[0]), last: day(days.at(-1)) },
    language,
    channel,
  );
  const spans = periods.map((period) => {
    const [from = "", to = ""] = period.split("-");
    return texts.fill(
      "hours.period",
      { from: clock(place, from), to: clock(place, to) },
      language,
      channel,
    );
  });
  return texts.fill("hours.open", { days: range, periods: spans.join("، ") }, language, channel);
}

function clock({ texts, language, channel }: Place, time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const shown = `${((hour + 11) % 12) + 1}${minute > 0 ? `:${String(minute).padStart(2, "0")}` : ""}`;
  if (channel.kind === "sms") return shown;
  return texts.fill(
    hour < 12 ? "hours.time_morning" : "hours.time_evening",
    { time: shown },
    language,
    channel,
  );
}
