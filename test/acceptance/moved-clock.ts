import type { CaseAction } from "../../src/cases/action.ts";
import type { Actor } from "../../src/cases/case.ts";
import type { SessionAction } from "../../src/cases/session.ts";
import { actOnCase } from "../../src/conversation/act-on-case.ts";
import { actOnSession } from "../../src/conversation/act-on-session.ts";
import { resume } from "../../src/conversation/resume.ts";
import { takeReceipt } from "../../src/conversation/take-receipt.ts";
import { khuta, openCorridor } from "../support/corridor.ts";
import { lettersOnPaper } from "../support/letters-on-paper.ts";
import { requestBySms } from "../support/request-by-sms.ts";

/*
 * A whole case in seconds: the corridor on a real store, with a clock that jumps from one follow-up to the next.
 */

const HOUR_MS = 3_600_000;

export function staff(id: string, ...roles: string[]): Actor {
  return { kind: "staff", id, name: id, roles };
}
export const officer = staff("huda", "officer");
export const manager = staff("majed", "manager");

/** Rent, for oneself. */
const REQUEST = requestBySms("3");

export async function openMovedClock(mongoUri: string, start: string) {
  let now = new Date(start);
  const corridor = await openCorridor(mongoUri, { now: () => now });
  const { store } = corridor.world;
  corridor.world.letters = lettersOnPaper(corridor.world);
  let count = 0;

  return {
    corridor,
    store,
    get now() {
      return now;
    },
    stop: () => corridor.stop(),

    /** A registered request by SMS, on which no document was sent. */
    async request(phone: string): Promise<string> {
      for (const text of REQUEST) await this.say(phone, text);
      const conversation = await corridor.conversation(phone);
      const [opened] = await store.cases.ofConversation(khuta, conversation?.id ?? "");
      if (!opened) throw new Error("no case was opened");
      return opened.id;
    },

    async say(phone: string, text: string): Promise<void> {
      await corridor.write(phone, text);
      await corridor.quiet();
    },

    async act(caseId: string, action: CaseAction, by: Actor = officer) {
      const done = await actOnCase(corridor.world, khuta, caseId, action, by, `k${count++}`);
      await corridor.quiet();
      if (!done.done) throw new Error(JSON.stringify(done.refusal));
      return done.view;
    },

    async session(id: string, action: SessionAction, by: Actor = manager) {
      const done = await actOnSession(corridor.world, khuta, id, action, by);
      await corridor.quiet();
      if (!done.done) throw new Error(JSON.stringify(done.refusal));
      return done.session;
    },

    /** The telephone confirms the last message of this key. */
    async confirm(phone: string, key: string): Promise<void> {
      const { seen } = corridor.sms;
      const message = seen.findLast((each) => each.to.value === phone && each.key === key);
      if (!message) throw new Error(`no ${key} was sent`);
      await takeReceipt(corridor.world, khuta, {
        channelId: "khuta-sms",
        providerMessageId: `p-${message.id}`,
        state: "delivered",
      });
      await corridor.quiet();
    },

    /** Time passes until this moment of Riyadh (`2027-02-18 09:00`); what falls due on the way happens at its time. */
    async until(moment: string): Promise<void> {
      const end = new Date(`${moment.replace(" ", "T")}:00+03:00`);
      for (;;) {
        const [next] = await store.followUps.dueBefore(new Date(end.getTime() + 1), 1);
        if (!next) break;
        if (next.dueAt > now) now = next.dueAt;
        await resume(corridor.world, khuta, next.id);
        await corridor.quiet();
      }
      now = end;
    },

    /** What was said, by when it left: `2027-02-18 13:00 missing.expiring`. */
    async diary(phone: string, from: number): Promise<string[]> {
      const thread = await store.messages.ofAddress(khuta, `khuta-sms|${phone}`);
      return thread.slice(from).map(({ direction, key, createdAt, body }) => {
        const at = new Date(createdAt.getTime() + 3 * HOUR_MS).toISOString();
        const what =
          direction === "out" ? `< ${key}` : `> ${"text" in body ? body.text : body.kind}`;
        return `${at.slice(0, 16).replace("T", " ")} ${what}`;
      });
    },
  };
}
