import type { EffectKind, EffectOf, Json } from "../../engine/types.ts";
import type { Conversation } from "../ports.ts";
import type { World } from "../world.ts";
import { caseAction, findCase, hideFiles, knownAnswers, receiveDocuments } from "./case-action.ts";
import { findCases, openCase, reserveCaseNumber } from "./cases.ts";
import { findDraft, linkContact } from "./contact.ts";
import { cancelFollowUp, schedule } from "./follow-up.ts";
import { issueForm } from "./form.ts";
import { countMyth, recordFeedback, recordMyData, recordSurvey, recordVolunteer } from "./said.ts";
import { deskTask, handOff, recordConsent, recordQuestion } from "./staff.ts";

type Applies<K extends EffectKind> = (
  world: World,
  conversation: Conversation,
  effect: EffectOf<K>,
) => Promise<Record<string, Json> | undefined>;

/** What becomes a row of the thread. */
export type MessageKind = "send" | "send_text" | "record_inbound";

/** How each effect takes hold. An effect that returns values is awaited by its flow. */
export const effectKinds: { [K in Exclude<EffectKind, MessageKind>]: Applies<K> } = {
  issue_form: issueForm,
  reserve_case_number: reserveCaseNumber,
  open_case: openCase,
  find_cases: findCases,
  find_draft: findDraft,
  link_contact: linkContact,
  record_consent: recordConsent,
  schedule,
  cancel_follow_up: cancelFollowUp,
  hand_off: handOff,
  desk_task: deskTask,
  record_question: recordQuestion,
  find_case: findCase,
  case_action: caseAction,
  receive_documents: receiveDocuments,
  known_answers: knownAnswers,
  hide_files: hideFiles,
  record_feedback: recordFeedback,
  record_survey: recordSurvey,
  record_volunteer: recordVolunteer,
  record_my_data: recordMyData,
  count_myth: countMyth,
};
