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
  ])("with %s is refused, and the remedy is told", (_what, change, told) => {
    expect(issuesWith(change)).toContain(told);
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
