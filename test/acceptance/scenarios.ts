import { expect } from "vitest";
import { finishImprovement, newsOf, planImprovement } from "../../src/cases/improvement.ts";
import { citations, titleOf } from "../../src/cases/library.ts";
import { buildNewCase } from "../../src/cases/new-case.ts";
import { qualityDigest } from "../../src/cases/quality.ts";
import { supportFormSheet } from "../../src/conversation/letters/support-form.ts";
import { createWords } from "../../src/conversation/letters/words.ts";
import { publicDoors } from "../../src/conversation/public-reply.ts";
import { digestText } from "../../src/conversation/quality.ts";
import { screened } from "../../src/conversation/screen-text.ts";
import { currentVersion, findFlow } from "../../src/engine/flow-set.ts";
import {
  inSession,
  manager,
  matched,
  members,
  noticed,
  objectionBody,
  person,
  staff,
  type ACase,
} from "../cases/a-case.ts";
import { loadStage } from "../support/stage.ts";
import { runTranscript } from "../transcripts/transcript.ts";
import { ACCEPT, SERVICE, caseOf, granted, ready } from "./granted.ts";
import type { Id } from "./requirements.ts";

/*
 * One scenario a requirement, played for each association whose policy states it: people talk with the real engine,
 * flows and texts, and cases live by the real rules, with that association's own profile.
 */

export interface Scenario {
  requirement: string;
  /** What is seen to happen. */
  title: string;
  play: (association: Id) => void;
}

const stage = loadStage();
const [amina, badr] = members;

export const scenarios: readonly Scenario[] = [
  {
    requirement: "P1",
    title: "a donor is answered and no case is opened; helpers have a way of their own",
    play(association) {
      const talk = said(association, "web", "1", "أريد التبرع لكم");
      expect(talk).not.toContain("open_case");
      expect(said(association, "web", "1", "6", "1")).toContain("volunteer.");
    },
  },
  {
    requirement: "P2",
    title: "a deadline that was missed is an event with its name, and a task",
    play(association) {
      const life = noticed(
        caseOf(association, { profile: (each) => void (each.decision.target_days = 5) }),
      );
      life.wait(6);
      const breaches = life.record.history.filter(({ change }) => change === "breach");
      expect(breaches.map(({ data }) => data)).toEqual([{ deadline: "target" }]);
      expect(life.tasks()).toContain("decision_late");
    },
  },
  {
    requirement: "P3",
    title: "whoever decided cannot close the objection, another body can",
    play(association) {
      const life = objected(association);
      const hear = { kind: "decide_objection", result: "rejected", reason: "لا جديد" } as const;
      expect(life.refusal(hear, amina)).toBe("case.not_yours");
      expect(life.refusal(hear, staff("amina", "objection_body"))).toBe("case.same_person");
      expect(life.refusal({ kind: "close", reason: "انتهى" })).toBe("case.objection_open");
      expect(life.do(hear, objectionBody).record.state).toBe("closed");
    },
  },
  {
    requirement: "P4",
    title: "another number in the profile is another behaviour, without a change of code",
    play(association) {
      const longer = caseOf(association, { profile: (each) => void (each.decision.min_days = 30) });
      expect(caseOf(association).record.decisionNotBefore).toBe("2026-11-15T06:00:00.000Z");
      expect(longer.record.decisionNotBefore).toBe("2026-12-01T06:00:00.000Z");
    },
  },
  {
    requirement: "P5",
    title: "a case names the policy that was in force when it was opened",
    play(association) {
      const { profile } = stage.association(association);
      const at = new Date("2026-11-22T10:00:00+03:00");
      const amended = { ...profile, revision: profile.revision + 1 };
      const [before, after] = [profile, amended].map(
        (each) => buildNewCase(each, { answers: {}, at }).policyVersion,
      );
      expect(before).toBe(`${association}@${profile.revision}`);
      expect(after).not.toBe(before);
    },
  },
  {
    requirement: "G1",
    title: "by SMS, in English, and for somebody else",
    play(association) {
      expect(said(association, "sms")).toContain("< greet.first");
      expect(said(association, "sms", "1", "1")).toContain("< privacy.notice");
      expect(said(association, "web", "2", "1")).toContain("in=en");
      const ways = stage.flows.versions.get("support-request")?.get(1)?.vars.get("applicant");
      expect(JSON.stringify(ways)).toContain("behalf");
    },
  },
  {
    requirement: "G2",
    title: "every step of a case says when it was taken, and none before the one before it",
    play(association) {
      const { history } = granted(association).record;
      const times = history.map(({ at }) => at);
      expect(times).toEqual(times.toSorted());
      const states = history.flatMap(({ to }) => to ?? []);
      expect(states).toEqual(["submitted", "matched", "committee", "decided"]);
    },
  },
  {
    requirement: "G3",
    title: "a suggestion is registered and gets a number",
    play(association) {
      const talk = said(association, "web", "1", "اقتراح", "2", "زيادة ساعات العمل في المساء");
      expect(talk).toContain("* record_feedback");
    },
  },
  {
    requirement: "G4",
    title:
      "a theme that a group of answers named becomes a plan with others, and those who agreed hear what was done",
    play(association) {
      const asked = {
        id: "i1",
        theme: "clarity",
        with: ["علاقات المستفيدين"],
        plan: "شرح",
      } as const;
      const groups = [{ service: SERVICE[association], month: "2026-11", tags: { clarity: 2 } }];
      expect(planImprovement({ ...asked, with: [] }, [], "2026-12-01")).toEqual({
        refusal: "no_group",
      });
      const planned = planImprovement({ ...asked, with: [...asked.with] }, groups, "2026-12-01");
      if ("refusal" in planned) throw new Error(planned.refusal);
      expect(planned.groups).toEqual([{ service: SERVICE[association], month: "2026-11" }]);
      expect(newsOf(planned)).toEqual({ refusal: "not_done" });
      const done = finishImprovement(planned, "شرح مصور للخطوات", "2026-12-20");
      const news = told(
        association,
        `@event improvement ${JSON.stringify("refusal" in done ? done : newsOf(done))}`,
      );
      expect(played(association, "web", "> 1", ...news)).not.toContain("improvement.told");
      const agreed = [
        "> 1",
        ...told(association, SURVEY),
        "> 1",
        "> 5",
        "> 5",
        "> تخطي",
        "> 1",
        ...news,
      ];
      expect(played(association, "web", ...agreed)).toContain("< improvement.told");
    },
  },
  {
    requirement: "G5",
    title: "the person hears of documents, decision, delivery and renewal without asking",
    play(association) {
      const life = granted(association);
      life.do({ kind: "deliver", task: "1" }).do({ kind: "delivered" });
      life.do({ kind: "confirm_delivery", how: "full" }, person).wait(400);
      for (const event of ["decision_accepted", "delivered_ask", "survey", "renewal"])
        expect(life.told()).toContain(event);
    },
  },
  {
    requirement: "O1",
    title: "a question in the middle is answered, and the same question is asked again, once",
    play(association) {
      const talk = said(association, "web", "1", "1", "كم المدة؟").trimEnd().split("\n");
      expect(talk.filter((line) => line === "< privacy.notice")).toHaveLength(2);
    },
  },
  {
    requirement: "O2",
    title: "web chat, SMS and WhatsApp speak the same conversation",
    play(association) {
      const talks = (["web", "sms", "wa"] as const).map((channel) =>
        keysOf(said(association, channel, "1")),
      );
      expect(talks[1]).toEqual(talks[0]);
      expect(talks[2]).toEqual(talks[0]);
    },
  },
  {
    requirement: "O3",
    title: "one question has one answer, on every channel",
    play(association) {
      const { knowledge } = stage.association(association);
      expect(knowledge.answer("كم المدة؟")).toEqual({ clear: "duration" });
      for (const channel of ["web", "sms", "wa"] as const)
        expect(said(association, channel, "1", "كم المدة؟")).toContain("< faq.answer");
    },
  },
  {
    requirement: "O4",
    title: "from the request to the confirmation nobody has to come",
    play(association) {
      const life = granted(association);
      life.do({ kind: "deliver", task: "1" }).do({ kind: "delivered" });
      life.do({ kind: "confirm_delivery", how: "full" }, person);
      expect(life.record.state).toBe("closed");
      expect(life.record.history.some(({ change }) => change === "visit")).toBe(false);
    },
  },
  {
    requirement: "O5",
    title: "service and provider are asked apart, once a closed case",
    play(association) {
      const life = served(association).wait(30);
      expect(life.told().filter((event) => event === "survey")).toHaveLength(2); // one invitation, one reminder
      const flow = findFlow(stage.flows, "survey", currentVersion(stage.flows, "survey"));
      const asked = flow.steps.flatMap((step) =>
        step.kind === "ask" ? [step.text ?? step.id] : [],
      );
      expect(asked.join(" ")).toMatch(/q1/);
      expect(asked.join(" ")).toMatch(/q2/);
    },
  },
  {
    requirement: "O6",
    title: "what many believe and is not so is answered with the fact",
    play(association) {
      const { knowledge } = stage.association(association);
      const heard = knowledge.answer("التقييم السيئ يأثر على طلبي");
      expect(heard).toEqual({ clear: "myth_complaint" });
    },
  },
  {
    requirement: "O7",
    title: "a case knows that its survey was answered, and nothing of what was said",
    play(association) {
      const life = served(association).wait(3).do({ kind: "survey_answered" }, person);
      expect(life.record.survey).toBe("answered");
      const { data } = life.record.history.at(-1) ?? {};
      expect(data).toBeUndefined();
      expect(life.refusal({ kind: "survey_answered" }, person)).toBe("case.survey_done");
    },
  },
  {
    requirement: "O8",
    title: "each department hears every month how long its own part took, and of nobody by name",
    play(association) {
      const { profile } = stage.association(association);
      const life = granted(association);
      const month = life.record.decision?.at.slice(0, 7) ?? "";
      const digest = qualityDigest(profile, month, {
        records: [life.record],
        groups: [],
        improvements: [],
        remarks: 1,
      });
      expect(digest.departments.map(({ name }) => name)).toEqual([
        profile.unit,
        profile.study,
        profile.committee,
      ]);
      expect(digest.departments.find(({ id }) => id === "committee")?.count).toBe(1);
      const { text } = digestText(stage, digest, "ar");
      expect(text).toContain(profile.committee);
      for (const name of [...members.map(({ id }) => id), "huda", life.record.number])
        expect(text).not.toContain(name);
    },
  },
  {
    requirement: "O9",
    title: "once a quarter people are asked what stands in the way, and the answer leads to nobody",
    play(association) {
      const talk = played(
        association,
        "web",
        "> 1",
        ...told(association, "@event pulse {}"),
        "> 1 6",
        "> الأسئلة كثيرة",
      );
      expect(talk).toContain('* record_survey service=pulse tags=["delay","form"] text');
      expect(talk.split("\n").at(-2)).not.toContain("pulse_obstacles");
      expect(
        played(association, "sms", "> 1", ...told(association, "@event pulse {}"), "> 9"),
      ).toContain("record_survey");
    },
  },
  {
    requirement: "C3",
    title: "WhatsApp and SMS are open because the policy prints them",
    play(association) {
      const { channels } = stage.association(association).profile;
      expect(channels.sms.approval.ref).toBe("printed");
      expect(channels.whatsapp.approval.ref).toBe("printed");
      expect(stage.association("sila").profile.channels.sms.approval.ref).not.toBe("printed");
    },
  },
  {
    requirement: "C4",
    title: "a public place leads to the chat, and what is answered there holds nothing of a person",
    play(association) {
      const places = publicDoors(
        stage.association(association),
        stage.texts,
        "https://wasl.example",
      );
      expect(places.map(({ url }) => url)).toContain(
        `https://wasl.example/chat/${association}-web?from=instagram`,
      );
      for (const { replies, url } of places)
        for (const { ar, en } of replies)
          for (const text of [ar, en]) {
            expect(text).toContain(url);
            expect(screened(text.replace(url, ""))).toBe(text.replace(url, ""));
          }
      // What fills a reply is known of the association alone.
      for (const key of ["social.reply", "social.private"])
        for (const name of stage.texts.placeholders(key))
          expect(["assoc", "chat_url"]).toContain(name);
    },
  },
  {
    requirement: "C6",
    title: "the menu leads into the request, and consent comes before the first question",
    play(association) {
      expect(said(association, "web", "1", "1")).toContain("< privacy.notice");
    },
  },
  {
    requirement: "C7",
    title: "whoever wants to help has a short way to the volunteers' unit",
    play(association) {
      expect(said(association, "web", "1", "6", "1")).toContain("volunteer.");
    },
  },
  {
    requirement: "C8",
    title: "the chat stands on the association's own site",
    play(association) {
      const { web } = stage.association(association).profile.channels;
      expect(web.enabled).toBe(true);
      expect(web.sites).toEqual([`https://${association}.example`]);
    },
  },
  {
    requirement: "T1",
    title: "a section of the bylaws is cited with version and day, and an older version stays",
    play(association) {
      const { profile } = stage.association(association);
      const library = [bylaws(1, "2025-01-01", "أولاً"), bylaws(2, "2026-06-01", "ثانياً")];
      const cited = (today: string) =>
        citations(profile, library, today, (title, version, from) => `${title} ${version} ${from}`);
      expect(cited("2026-11-01")).toMatchObject([
        { document: "اللائحة الأساسية للجمعية 2 2026-06-01", place: "المادة 4", text: "ثانياً" },
      ]);
      expect(cited("2026-01-01")).toMatchObject([{ text: "أولاً" }]);
    },
  },
  {
    requirement: "T2",
    title: "the guide is cited under the name that this policy prints, and no other document is",
    play(association) {
      const { profile } = stage.association(association);
      expect(titleOf(profile, "guide")).toBe(
        association === "khuta"
          ? "دليل إجراءات تقديم الخدمات للمستفيدين"
          : "دليل خدمات البحث الاجتماعي",
      );
      const foreign = { ...bylaws(1, "2025-01-01", "نص"), id: "handbook" };
      expect(citations(profile, [foreign], "2026-11-01", (title) => title)).toEqual([]);
      expect(titleOf(profile, "support_policy") === undefined).toBe(association === "khuta");
    },
  },
  {
    requirement: "T3",
    title: "a threshold advises and never refuses",
    play(association) {
      const life = caseOf(association, { profile: (each) => void (each.advisory.max_income = 1) });
      expect(life.record.state).toBe("submitted");
      expect(
        life.refusal({ kind: "decide", outcome: "declined", reason: "above_limit" }, person),
      ).toBe("case.not_yours");
    },
  },
  {
    requirement: "T4",
    title: "the printed form asks what the conversation asks",
    play(association) {
      const words = createWords(
        stage.texts,
        stage.association(association),
        "ar",
        "https://wasl.example",
      );
      const flow = findFlow(
        stage.flows,
        "support-request",
        currentVersion(stage.flows, "support-request"),
      );
      const fields = supportFormSheet(words, flow).sections.flatMap((section) => section.fields);
      expect(fields.length).toBeGreaterThan(3);
      for (const { id } of fields) expect([...flow.vars.keys()]).toContain(id);
    },
  },
  {
    requirement: "S1",
    title: "greeted first, answered in the middle, and never cut off in haste",
    play(association) {
      const talk = said(association, "web", "1", "1", "كم المدة؟");
      expect(talk.indexOf("< greet.first")).toBeLessThan(talk.indexOf("< menu.main"));
      expect(talk).toContain("< faq.answer");
      expect(stage.association(association).profile.draft.ttl_days).toBeGreaterThanOrEqual(14);
    },
  },
  {
    requirement: "S2",
    title: "a human matches every document, and none that ran out reaches the committee",
    play(association) {
      const life = noticed(caseOf(association));
      expect(life.refusal({ kind: "to_committee" })).toBe("case.wrong_state");
      matched(life);
      const [first] = life.record.documents;
      if (!first) {
        life.do({ kind: "match_data", fields: ["psy_city"] });
        expect(life.refusal({ kind: "to_committee" })).toBeUndefined();
        return;
      }
      life.do({ kind: "match_document", document: first.id, fields: [], expiresOn: "2026-11-02" });
      life.sleep(3);
      expect(life.refusal({ kind: "to_committee" })).toBe("case.documents_valid");
    },
  },
  {
    requirement: "S3",
    title: "whoever does not understand is referred to the officer that the policy names",
    play(association) {
      expect(said(association, "web", "1", "موظف")).toContain("* hand_off");
      const { officer } = stage.association(association).profile;
      expect(officer).toBe(
        association === "ratel" ? "مسؤول الشؤون التعليمية" : "مسؤول البحث الاجتماعي",
      );
    },
  },
  {
    requirement: "S4",
    title:
      "an answer that is changed after the signature voids it, and the committee does not see the case",
    play(association) {
      const life = matched(noticed(caseOf(association)));
      life.do({ kind: "change_answer", answers: { need_description: "غير ذلك" } });
      matched(life);
      if (life.record.documents.length === 0) life.do({ kind: "match_data", fields: [] });
      expect(life.refusal({ kind: "to_committee" })).toBe("case.signed");
      expect(life.refusal({ kind: "sign", answersHash: "of before" }, person)).toBe(
        "case.answers_changed",
      );
      life.do({ kind: "sign", answersHash: "h1" }, person);
      expect(life.refusal({ kind: "to_committee" })).toBeUndefined();
    },
  },
  {
    requirement: "S5",
    title: "no committee before the notice has arrived, no word of the decision before two weeks",
    play(association) {
      const unnoticed = ready(caseOf(association));
      expect(unnoticed.refusal({ kind: "to_committee" })).toBe("case.notice");
      const life = inSession(noticed(unnoticed)).do(ACCEPT, badr);
      expect(life.told()).not.toContain("decision_accepted");
      expect(life.refusal({ kind: "release_decision" }, amina)).toBe("case.two_weeks");
      life.wait(13);
      expect(life.told()).not.toContain("decision_accepted");
      life.wait(2);
      expect(life.told()).toContain("decision_accepted");
    },
  },
  {
    requirement: "S6",
    title: "what is missing is reminded of, then the case stands still, and nothing is closed",
    play(association) {
      const life = caseOf(association, { received: [] });
      if (life.record.documents.length === 0) return expect(life.record.state).toBe("submitted");
      life.wait(60);
      expect(life.told()).toEqual([
        "documents_missing",
        "documents_missing",
        "documents_last",
        "suspended",
      ]);
      expect(life.record).toMatchObject({ state: "awaiting_documents", suspended: true });
      for (const { id } of life.record.documents)
        life.do({ kind: "receive_document", document: id, storageKeys: ["b"] }, person);
      expect(life.record.state).toBe("submitted");
    },
  },
  {
    requirement: "S7",
    title: "no survey before the person has said that it came",
    play(association) {
      const life = granted(association);
      life.do({ kind: "deliver", task: "1" }).do({ kind: "delivered" }).wait(30);
      expect(life.told()).not.toContain("survey");
      expect(life.tasks()).toContain("confirm_delivery");
      life.do({ kind: "confirm_delivery", how: "full" }, person).wait(4);
      expect(life.told()).toContain("survey");
    },
  },
  {
    requirement: "B1",
    title: "the approval is recorded as printed, and what is missing of it is said",
    play(association) {
      const { approval } = stage.association(association).profile;
      expect(approval.flag).toBe("approved");
      expect(approval.gregorian).not.toBeNull();
      expect(stage.association("sila").profile.approval.flag).toBe("draft");
      if (association === "amal") expect(approval.warnings).toContain("date_pair_mismatch");
    },
  },
  {
    requirement: "B2",
    title: "letters carry number, date and attachments",
    play(association) {
      const { letters } = stage.association(association).profile;
      expect(letters.fields).toEqual(["الرقم", "التاريخ", "المرفقات"]);
    },
  },
];

function said(association: Id, channel: "web" | "sms" | "wa", ...lines: string[]): string {
  return played(association, channel, ...lines.map((each) => `> ${each}`));
}

/** Lines of a transcript, events among them. */
function played(association: Id, channel: "web" | "sms" | "wa", ...lines: string[]): string {
  return runTranscript(
    [`@profile ${association}`, `@channel ${channel}`, "@start", ...lines].join("\n"),
  );
}

/** Where a lock screen says only that there is news, it is told when the person writes. */
function told(association: Id, event: string): string[] {
  return stage.association(association).profile.notices.neutral ? [event, "> القائمة"] : [event];
}

const SURVEY = '@event survey {"case_id":"case1","case_no":"KH-4800173-0","service":"rent"}';

function bylaws(version: number, from: string, text: string) {
  return { id: "bylaws", version, from, sections: [{ place: "المادة 4", text }] };
}

function keysOf(talk: string): string[] {
  return talk.split("\n").filter((line) => line.startsWith("< "));
}

function served(association: Id): ACase {
  return granted(association)
    .do({ kind: "deliver", task: "1" })
    .do({ kind: "delivered" })
    .do({ kind: "confirm_delivery", how: "full" }, person);
}

function objected(association: Id): ACase {
  return inSession(ready(noticed(caseOf(association))).wait(15))
    .do({ kind: "decide", outcome: "declined", reason: "budget" }, amina)
    .do({ kind: "second" }, manager)
    .do({ kind: "object", text: "أعيدوا النظر" }, person);
}
