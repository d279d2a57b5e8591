/*
 * The words of the engine. Everything here is plain JSON: a turn must be replayable from data.
 */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Answers = Record<string, Json>;

/** One running flow on the stack: which version, at which step, and what is going on inside that step. */
export interface Frame {
  flow: string;
  version: number;
  /** The step that waits; null before the first. */
  step: string | null;
  /** Failed answers to the open question. */
  failures: number;
  /** Inside the step: a typed value waits for "yes", or a review waits for the number of an item or for a form. */
  phase?: "confirm" | "edit" | "needs";
  /** Steps still to be asked again before the flow goes back to `back` (an answer is being mended). */
  mending?: { steps: string[]; back: string };
  /** Index of the item that a repeat step is at. */
  item?: number;
  /** The id of the effect whose result is awaited. */
  awaits?: string;
  /** A migration has put the flow here: the question was not asked yet, so what comes is no answer to it. */
  unasked?: true;
  /** Put on the stack in the middle of a question: when it ends, that question is asked again. */
  interrupts?: boolean;
  /** What this flow was called with (an event) and what its effects brought back: gone with the frame. */
  values?: Answers;
  /** Holds what was answered in confidence (`conceal`): sealed at rest, and forgotten after a day. */
  confidential?: true;
}

/** A file that goes with an event: the letter of a decision. */
export interface Attachment {
  storageKey: string;
  mime: string;
  fileName: string;
}

/** Files of one document; days `YYYY-MM-DD` as the person gave them. */
export interface ReceivedDocument {
  document: string;
  storageKeys: string[];
  expiresOn?: string;
  issuedOn?: string;
}

/** Something that happened outside (a decision, a missing document) and that the person is to be told. */
export interface Waiting {
  event: string;
  values: Answers;
  attachment?: Attachment;
  /** Told that there is news, without saying which (`notices.neutral`). */
  announced?: true;
}

/** A request that was left on the way and can be taken up again, on any channel of the same person. */
interface Draft {
  frames: Frame[];
  startedAt: string;
}

interface Consent {
  purpose: string;
  version: string;
  decision: "given" | "refused" | "withdrawn";
  at: string;
}

/** Where a conversation stands. `secrets` is sealed at rest, so identity numbers are never readable in a dump. */
export interface State {
  /** The stack: the last frame runs. Empty: nothing is open. */
  frames: Frame[];
  draft?: Draft;
  answers: Answers;
  secrets: Answers;
  /** Values of the running flow that are not answers of the request (case number, results of effects). */
  values: Answers;
  language: "ar" | "en";
  consents: Consent[];
  optOut?: "awareness" | "all";
  /** When the person was last asked for an opinion: by the survey of a case, or by the quarterly question. */
  surveyedAt?: string;
  /** The public place (`cases/doors.ts`) by whose link the person came first. */
  cameBy?: string;
  /** The greeting was sent, so the next contact is not the first. */
  greeted: boolean;
  lastActivityAt: string;
  crisis?: { tier: "T1" | "T2" | "V"; at: string };
  /** Events that came while staff held the conversation or a crisis was open, in order: none is lost or told twice. */
  waiting?: Waiting[];
  /** Secure pages of a case that are out: what comes from one belongs to that case, whatever is open by then. */
  caseForms?: { id: string; values: Answers }[];
  /** Files whose date is being asked: kept for the case after an hour, whether or not it is answered. */
  pendingFiles?: { caseId: string; documents: ReceivedDocument[] };
  /** A relative who gets a copy of notices, by the person's wish and with the relative's own code. */
  relative?: { phone: string; since: string };
}

export type Input =
  /** `from`: the public place whose link was followed. */
  | { kind: "start"; from?: string }
  | { kind: "text"; text: string }
  | { kind: "choice"; optionId: string }
  | {
      kind: "media";
      media: { mime: string; storageKey?: string; refusal?: string }[];
      caption?: string;
      voiceNote: boolean;
    }
  | { kind: "location"; lat: number; lng: number }
  | {
      kind: "form";
      formId: string;
      values: Record<string, string>;
      documents?: { id: string; storageKey: string }[];
    }
  | { kind: "result"; effectId: string; values: Answers }
  | { kind: "timer"; followUpId: string; followUp: string }
  /** Told by the flow that `flows/_global.yaml` names for it. */
  | { kind: "event"; event: string; values: Answers; attachment?: Attachment }
  /** Staff have given the conversation back. */
  | {
      kind: "released";
      /** Where to go on in the open flow, or `menu`; otherwise the draft waits for "continue". */
      step?: string;
      /** The person is told that the assistant is back. */
      aloud?: boolean;
    }
  | { kind: "opt"; action: "opt-out" | "opt-in" | "help" }
  | { kind: "ignored"; what: "reaction" | "edit" | "revoke" | "unsupported" };

/** A variable of a text. `form` and `code` stay references until the text leaves: a link or a code is never stored in clear. */
export type Var =
  | Json
  | { $form: string }
  | { $resume: string }
  | { $code: string }
  | { $text: string };
export type Vars = Record<string, Var>;

/** An option of a question: its label is a text key, or a label that data brings (a name, a case number). */
export interface Option {
  id: string;
  number: number;
  labelKey?: string;
  label?: string;
}

export type Purpose = "reply" | "notification" | "otp" | "crisis" | "staff";

interface EffectKinds {
  /** A message to the person. `phone` sends it to that number's SMS address instead of where the person writes. */
  send: {
    key: string;
    /** Another wording of the same text (`declare.psych` for `declare`): the key stays what it is known by. */
    wording?: string;
    vars: Vars;
    options?: Option[];
    form?: string;
    purpose: Purpose;
    phone?: string;
    /** A file of ours that leaves with it, where the channel can carry one. */
    attachment?: Attachment;
    /** The case and event that it tells of: its receipt is the proof that the person was told. */
    caseId?: string;
    event?: string;
  };
  /** A one-time secure page for these fields (ids of the data dictionary). The effect's id is the form's id. */
  issue_form: { fields: string[]; documents: string[]; ttlHours: number };
  /** Returns { case_no }. Gaps in the numbers are allowed. */
  reserve_case_number: { purpose: "case" };
  /** Opens the case with all answers; returns { case_id }. */
  open_case: {
    caseNumber: string;
    answers: Answers;
    secrets: Answers;
    flow: { name: string; version: number };
    declaration: { text: string; vars: Vars; method: "word" | "word_and_code"; at: string } | null;
    consents: Consent[];
    onBehalf: boolean;
    cameBy?: string;
  };
  record_consent: Consent & { textKey: string };
  /** Returns { cases: [...] }: the person's own, or the one of a number when the person may see it. */
  find_cases: { number?: string; proven: boolean };
  /** Looks for an open draft of the owner of this number; returns { draft_found: boolean }. */
  find_draft: { phone: string };
  /**
   * The person has proved to own the number: the two conversations become one. `theirs` continues the draft of the
   * number's conversation, `ours` this one; the other draft is kept for staff. Returns { linked }.
   */
  link_contact: { phone: string; keep: "theirs" | "ours" };
  /** Wakes the conversation later (`timer` input). Same name again replaces the earlier one. */
  schedule: {
    followUp: string;
    at: string;
    messageClass: "service" | "survey" | "awareness";
    /** At this very time, whatever the hours: a clock of staff and no message. */
    exact?: true;
  };
  cancel_follow_up: { followUp: string };
  /**
   * A case of this person: the one that is named, otherwise those of which `need` holds (documents are missing, an
   * objection is possible). Returns { case_count, case_list: [{ id, label }] } and, of a single one, { case_id, case_no,
   * service, documents: [ids that are missing], due }.
   */
  find_case: { need: CaseNeed; caseId?: string };
  /** Something is done to a case (`src/cases/action.ts`). Returns { case_ok, case_refusal?, obj_no?, obj_due? }. */
  case_action: { caseId: string; action: string; data: Answers; secrets?: Answers };
  /** Files for the checklist of a case. Returns { case_ok, received, expired, documents }: what came, what is not valid, what is missing still. */
  receive_documents: {
    caseId: string;
    documents: ReceivedDocument[];
  };
  /** What a case was opened with, for a renewal. Returns { known, known_secrets, known_service }. */
  known_answers: { caseId: string };
  /** Files that must not be kept: an image of an identity card, a voice in a survey. */
  hide_files: { storageKeys: string[] };
  /** Returns { fb_no }. Without `named` nothing of the person is kept with it. `rowId` is drawn before the turn is saved. */
  record_feedback: { feedback: string; text: string; named: boolean; rowId?: string };
  /** What was answered, without a person: `rowId` is drawn before the turn is saved, and goes with the effect. */
  record_survey: { service: string; answers: Answers; text: string; rowId?: string };
  record_volunteer: { answers: Answers };
  /** A request for one's own data. Returns { my_no, my_due }. */
  record_my_data: { request: string; text: string };
  /** Somebody said what many believe and is not so. */
  count_myth: { myth: string };
  hand_off: { reason: string; priority: "normal" | "urgent" | "crisis" };
  /** A member of staff writes to the person, in his own words. */
  send_text: {
    text: string;
    /** `sentAs`: what the page that sent it calls it. */
    by: { id: string; name: string; sentAs?: string };
  };
  /** Something that staff must do, beside the conversation itself. */
  desk_task: {
    task: "callback" | "crisis";
    reason: string;
    priority: "normal" | "urgent" | "crisis";
    dueAt?: string;
  };
  /** A question nobody could answer: listed for staff. */
  record_question: { text: string };
  /** What the person wrote, for the thread; added by the corridor, masked where it was secret. `by`: staff on the handset. */
  record_inbound: {
    rowId: string;
    body: Json;
    channelId: string;
    address: string;
    at: string;
    by?: "handset";
    /** Nothing of what was written stays anywhere: an answer to a survey, a complaint. */
    concealed?: true;
  };
}
export type CaseNeed = "documents" | "objection" | "any";

export type EffectKind = keyof EffectKinds;
/** What the world must now see. `id` makes doing it twice harmless; it holds no ":". */
export type Effect = { [K in EffectKind]: { id: string; kind: K } & EffectKinds[K] }[EffectKind];
export type EffectOf<K extends EffectKind> = Extract<Effect, { kind: K }>;
/** An effect before the turn numbers it. */
export type Wish = { [K in EffectKind]: { kind: K } & EffectKinds[K] }[EffectKind];

export type Holder = "bot" | "queue" | "staff";

/** What a turn may know of the outside. Nothing in it does I/O: the engine stays pure. */
export interface TurnContext {
  now: Date;
  /** With `staff` the bot is silent, the crisis text excepted. */
  holder: Holder;
  /** `<conversation>.<version>`: effects are numbered below it. */
  turnId: string;
  channel: {
    kind: "web" | "sms" | "whatsapp" | "console";
    /** False where a provider cannot receive (SMS in Saudi Arabia): questions go by link. */
    twoWay: boolean;
    buttons: boolean;
  };
  /** E.164, when the network or platform vouches for it (SMS sender, WhatsApp number). */
  verifiedPhone?: string;
  /** The association's profile, read by `$policy.*`. */
  policy: Json;
  /** Ids of the documents that the service chosen in these answers asks for. */
  documentsFor: (answers: Answers) => readonly string[];
  /** Which flows exist, so that a menu hides what is not there. */
  hasFlow: (name: string) => boolean;
  /** Display text of a key in the person's language, or undefined. Used to know an option by its label. */
  label: (key: string) => string | undefined;
  /** The placeholders that a text uses in any of its variants: only these are computed and stored. */
  placeholders: (key: string) => readonly string[];
  /** True when `typed` is the code that belongs to this id. */
  isCode: (codeId: string, typed: string) => boolean;
  /** Told of every step that is entered or passed over and every answer that fails: for the coverage of the transcripts. */
  visit?: (flow: string, step: string, what: Visit) => void;
  /** Nearest question of the association's knowledge. */
  findAnswer: (text: string) => { clear: string } | { options: string[] } | undefined;
}

export type Visit = "entered" | "passed_over" | "failed";

export interface Turn {
  state: State;
  effects: Effect[];
  /** Who holds the conversation after this turn; unchanged when absent. */
  holder?: Holder;
  /** Texts of the person in this turn hold something secret (a code, a full number): keep only the mask. */
  secretInput: boolean;
  /** The thread keeps this text instead of what the person wrote (an answer to a survey, a complaint). */
  conceal?: string;
  /** How the flow ended in this turn, if it did. */
  ended?: { flow: string; how: "completed" | "cancelled" | "handoff" };
}
