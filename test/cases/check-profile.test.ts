import { describe, expect, test } from "vitest";
import { checkProfile } from "../../src/cases/check-profile.ts";
import { mergeProfile } from "../../src/cases/merge-profile.ts";
import { profileOf, profiles } from "./profiles.ts";

const khuta = profileOf("khuta");

function issuesWith(change: unknown) {
  const checked = checkProfile(mergeProfile(khuta, change));
  return "issues" in checked
    ? checked.issues.map(({ path, problem, remedy }) => `${path.join(".")}: ${problem}; ${remedy}`)
    : [];
}

const cloud = (more: object) => ({ enabled: true, transport: "whatsapp-cloud", ...more });
const twilio = (more: object) => ({ enabled: true, transport: "whatsapp-twilio", ...more });
const template = (more: object) => ({
  name: "notice",
  language: "ar",
  parameters: ["text"],
  ...more,
});
const gateway = (more: object) => ({
  name: "ours",
  url: "https://sms.example",
  numbers: "digits",
  send: {
    path: "/send?key={apiKey}&to={to}&text={text}",
    success: {},
  },
  ...more,
});

const keys = (...names: string[]) => ({
  credentials: Object.fromEntries(names.map((name) => [name, `env:${name.toUpperCase()}`])),
});
const cloudKeys = keys("phoneNumberId", "accessToken", "appSecret", "verifyToken");
const twilioKeys = keys("accountSid", "authToken", "messagingServiceSid");
const phoneKeys = keys("user", "password", "webhookSecret");
const ownKeys = keys("apiKey");

describe("a profile", () => {
  test.each(profiles.map((profile) => [profile.id, profile] as const))(
    "of %s is right as it stands",
    (_id, profile) => {
      expect(checkProfile(profile)).toEqual({ profile });
    },
  );

  test.each([
    [
      "a mistyped key",
      { desicion: { min_days: 14 } },
      'desicion: "desicion" is not known; did you mean "decision"?',
    ],
    [
      "a mistyped key inside",
      { draft: { tll_days: 14 } },
      'draft.tll_days: "tll_days" is not known; did you mean "ttl_days"?',
    ],
    [
      "a mistyped key of a list",
      { services: [{ id: "rent", document: [] }] },
      'services.0.document: "document" is not known; did you mean "documents"?',
    ],
    [
      "a word that is not allowed",
      { channels: { sms: { direction: "two-ways" } } },
      'channels.sms.direction: "two-ways" is not one of the words allowed here; did you mean "two-way"?',
    ],
    [
      "a word near to none",
      { crisis: { mode: "loud" } },
      'crisis.mode: "loud" is not one of the words allowed here; use one of: standard, primary',
    ],
    [
      "a group that does not exist",
      { intake_groups: ["identiy"] },
      'intake_groups.0: "identiy" is not one of the words allowed here; did you mean "identity"?',
    ],
    [
      "a transport of another channel",
      { channels: { whatsapp: { transport: "sms-twilio" } } },
      'channels.whatsapp.transport: "sms-twilio" is not one of the words allowed here; use one of: whatsapp-web, whatsapp-cloud, whatsapp-twilio',
    ],
    [
      "a text for a number",
      { urgent: { hours: "four" } },
      'urgent.hours: "four" is no number; write a number',
    ],
    [
      "two weeks made shorter",
      { decision: { min_days: 7 } },
      "decision.min_days: 7 is not right; should be 14 or more",
    ],
    [
      "a credential in the file",
      { channels: { sms: { credentials: { authToken: "0123456789" } } } },
      'channels.sms.credentials.authToken: "0123456789" is not right; should name a variable of the environment: env:NAME',
    ],
    [
      "a Latin committee",
      { committee: "Committee" },
      'committee: "Committee" is not right; should be Arabic words of 3 to 60 letters, without digits',
    ],
    [
      "an officer with a digit",
      { officer: "موظف 1" },
      'officer: "موظف 1" is not right; should be Arabic words of 3 to 60 letters, without digits',
    ],
    [
      "an officer on two lines",
      { officer: "موظف\nاخر" },
      'officer: "موظف\\nاخر" is not right; should be Arabic words of 3 to 60 letters, without digits',
    ],
    [
      "an officer with an invisible sign",
      { officer: "موظف\u202eاخر" },
      'officer: "موظف\u202eاخر" is not right; should be Arabic words of 3 to 60 letters, without digits',
    ],
    [
      "hours that end before they begin",
      { hours: { normal: { periods: ["16:00-08:00"] } } },
      'hours.normal.periods.0: "16:00-08:00" is not right; should end after it begins',
    ],
    [
      "a Ramadan window at sunset",
      { quiet: { ramadan_service: ["17:00-19:00"] } },
      'quiet.ramadan_service.0: "17:00-19:00" is not right; should keep clear of sunset, 16:00 to 20:20',
    ],
    [
      "an approval by nobody",
      { channels: { web: { approval: { ref: "board-7" } } } },
      'channels.web.approval: {"ref":"board-7"} is not right; should name who approved it and when: by, date',
    ],
    [
      "a help line that nobody has called",
      { hotlines: { list: { "19990": "خط جديد" } } },
      "hotlines.list.19990: nobody has verified this number; call it, then add it under hotlines.verified with on and by",
    ],
    [
      "the committee hearing objections to itself",
      { objection: { body: khuta.committee } },
      "objection.body: the body that decides cannot hear the objection; name another body",
    ],
    [
      "a menu question that is not answered",
      { faq: ["duration", "parking"] },
      'faq.1: "parking" is not a question of knowledge of this association; use one of: ' +
        khuta.knowledge.join(", "),
    ],
    [
      "a sensitive service that is not offered",
      { sensitive_services: ["medicl"] },
      'sensitive_services.0: "medicl" is not a service of this association; did you mean "medical"?',
    ],
    [
      "a maximum below the minimum",
      { decision: { min_days: 20, max_days: 15 } },
      "decision.max_days: is less than min_days; raise it, or write null to promise nothing",
    ],
    [
      "two dates of different days",
      { approval: { hijri: "1445-04-06" } },
      "approval.gregorian: is not 1445-04-06, it is 1446-02-30; mend it, or add the warning date_pair_mismatch and gregorian_computed",
    ],
    [
      "a service twice",
      {
        services: [
          { id: "rent", documents: [] },
          { id: "medical", documents: [] },
          { id: "rent", documents: [] },
        ],
      },
      'services.2: "rent" stands here twice; remove one',
    ],
    [
      "a template in a channel that knows none",
      { channels: { whatsapp: { templates: {} } } },
      'channels.whatsapp.templates: "templates" is not known; use one of: enabled, direction, approval, credentials, real_use, transport, pairing, polls, paused',
    ],
    [
      "a template whose name Meta would not take",
      { channels: { whatsapp: cloud({ templates: { "*": template({ name: "Notice 1" }) } }) } },
      'channels.whatsapp.templates.*.name: "Notice 1" is not right; should be the template\'s name at Meta',
    ],
    [
      "a mistyped key of a template",
      { channels: { whatsapp: cloud({ templates: { "*": template({ langage: "ar" }) } }) } },
      'channels.whatsapp.templates.*.langage: "langage" is not known; did you mean "language"?',
    ],
    [
      "buttons for eleven options",
      { channels: { whatsapp: twilio({ content: { choices: { "11": `HX${"0".repeat(32)}` } } }) } },
      'channels.whatsapp.content.choices.11: "11" may not stand here; should be a number of options, 1 to 10',
    ],
    [
      "a content template that is none",
      { channels: { whatsapp: twilio({ content: { choices: { "3": "three" } } }) } },
      'channels.whatsapp.content.choices.3: "three" is not right; should be the id of a content template: HX and 32 signs',
    ],
    [
      "a gateway that does not exist",
      { channels: { sms: { transport: "sms-http", gateway: "unifonik" } } },
      'channels.sms.gateway: "unifonik" is not one of the words allowed here; did you mean "unifonic"?',
    ],
    [
      "no gateway at all",
      { channels: { sms: { transport: "sms-http" } } },
      "channels.sms.gateway: is missing; write one of: unifonic, android-phone",
    ],
    [
      "a gateway of one's own with a mistyped part",
      { channels: { sms: { transport: "sms-http", gateway: gateway({ nubmers: "e164" }) } } },
      'channels.sms.gateway.nubmers: "nubmers" is not known; did you mean "numbers"?',
    ],
    [
      "a gateway that would send passwords in clear",
      {
        channels: {
          sms: { transport: "sms-http", gateway: gateway({ url: "http://sms.example" }) },
        },
      },
      'channels.sms.gateway.url: "http://sms.example" is not right; should begin with https://, except in your own network',
    ],
    [
      "a place of a gateway that nothing fills",
      { channels: { sms: { transport: "sms-http", gateway: gateway({}) } } },
      "channels.sms.credentials: nothing gives apiKey; name a variable of the environment: apiKey: env:NAME",
    ],
    [
      "a calling code with a plus",
      { channels: { sms: { transport: "sms-http", gateway: "unifonic", country: "+966" } } },
      'channels.sms.country: "+966" is not right; should be a calling code in quotes, such as "966"',
    ],
    [
      "a channel that is on without its credentials",
      { channels: { whatsapp: { ...cloud({}), credentials: {} } } },
      "channels.whatsapp.credentials: nothing gives appSecret; name a variable of the environment: appSecret: env:NAME",
    ],
    [
      "a credential of another name",
      { channels: { whatsapp: { ...cloud({}), credentials: { apSecret: "env:X" } } } },
      'channels.whatsapp.credentials.apSecret: "apSecret" means nothing to whatsapp-cloud; did you mean "appSecret"?',
    ],
    [
      "no sender",
      { channels: { whatsapp: { ...twilio({}), credentials: { accountSid: "env:X" } } } },
      "channels.whatsapp.credentials: nothing gives from or messagingServiceSid; name a variable of the environment: from: env:NAME",
    ],
  ])("with %s is refused, and the remedy is told", (_what, change, told) => {
    expect(issuesWith(change)).toContain(told);
  });

  test.each([
    [
      "Meta's Cloud API",
      {
        whatsapp: {
          ...cloud({ templates: { "*": template({}), greet: template({ header: "document" }) } }),
          ...cloudKeys,
        },
      },
    ],
    [
      "Twilio with buttons",
      {
        whatsapp: {
          ...twilio({ content: { choices: { "3": `HX${"0".repeat(32)}` } } }),
          ...twilioKeys,
        },
      },
    ],
    [
      "a telephone with a SIM",
      { sms: { transport: "sms-http", gateway: "android-phone", ...phoneKeys } },
    ],
    ["a gateway of its own", { sms: { transport: "sms-http", gateway: gateway({}), ...ownKeys } }],
    [
      "a linked number",
      { whatsapp: { enabled: true, credentials: { phone: "env:PHONE" }, polls: true } },
    ],
  ])("may name %s", (_what, channels) => {
    const profile = profileOf("khuta");
    for (const [kind, change] of Object.entries(channels))
      Object.assign(profile.channels[kind as "sms"], change);
    expect(checkProfile(profile)).toMatchObject({ profile: { channels } });
  });

  test("that lacks a setting is told which one", () => {
    const { committee: _, ...rest } = khuta;
    expect(checkProfile(rest)).toEqual({
      issues: [{ path: ["committee"], problem: "is missing", remedy: "write a string" }],
    });
  });

  test("takes eight services for one too many, because 8 and 9 have a meaning of their own", () => {
    const services = Array.from({ length: 8 }, (_, index) => ({
      id: `service_${index}`,
      documents: [],
    }));
    expect(issuesWith({ services, sensitive_services: [] })).toEqual([
      expect.stringContaining("should be 7 services or fewer"),
    ]);
  });

  test("that prints two calendars of different days may stay as printed when it says so", () => {
    const { approval } = profileOf("amal");
    expect(approval.warnings).toContain("date_pair_mismatch");
    expect(issuesWith({ approval: { ...approval, warnings: [] } })).toEqual([
      expect.stringContaining("approval.gregorian"),
    ]);
  });
});
