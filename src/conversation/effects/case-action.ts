import type { CaseAction } from "../../cases/action.ts";
import type { Actor } from "../../cases/case.ts";
import { isOutstanding } from "../../cases/documents.ts";
import type { CaseNeed, EffectOf, Json } from "../../engine/types.ts";
import { actOnCase } from "../act-on-case.ts";
import { hashOfAnswers, sha256 } from "../answers-hash.ts";
import { noticeText } from "../notice-text.ts";
import type { CaseView, Conversation } from "../ports.ts";
import type { World } from "../world.ts";

type Values = Record<string, Json>;

/** The cases of this conversation that a flow can do something for; of a single one what the flow needs to know. */
export async function findCase(
  world: World,
  conversation: Conversation,
  { need, caseId }: EffectOf<"find_case">,
): Promise<Values> {
  const own = await world.store.cases.ofConversation(conversation.associationId, conversation.id);
  const found = caseId
    ? own.filter(({ id }) => id === caseId)
    : own.filter((each) => fits(need, each));
  const [single] = found.length === 1 ? found : [];
  return {
    case_count: found.length,
    case_list: found.map(({ id, number }) => ({ id, label: number })),
    ...(single ? aboutCase(single) : {}),
  };
}

function fits(need: CaseNeed, view: CaseView): boolean {
  switch (need) {
    case "documents":
      return view.state !== "closed" && missingOf(view).length > 0;
    case "objection":
      return mayObject(view);
    case "any":
      return true;
  }
}

/** A decision that was told, that did not grant everything, and that no objection waits on; the last day is the case's to say. */
function mayObject({ state, decision, objection }: CaseView): boolean {
  const isTold = state === "decided" && decision?.releasedAt !== undefined;
  return (
    isTold && decision.outcome !== "accepted" && (!objection || objection.outcome !== undefined)
  );
}

function aboutCase(view: CaseView): Values {
  return {
    case_id: view.id,
    case_no: view.number,
    service: view.service,
    documents: missingOf(view),
  };
}

function missingOf({ documents }: CaseView): string[] {
  return documents.filter(isOutstanding).map(({ id }) => id);
}

/** Once by the effect's id. What the rules forbid comes back as a code, for a text that says so. */
export async function caseAction(
  world: World,
  conversation: Conversation,
  { id, caseId, action, data, secrets }: EffectOf<"case_action">,
): Promise<Values> {
  const signed = action === "sign" ? await signature(world, conversation, caseId, data) : {};
  const asked = { kind: action, ...data, ...signed, ...(secrets ? { secrets } : {}) } as CaseAction;
  const done = await actOnCase(
    world,
    conversation.associationId,
    caseId,
    asked,
    personOf(conversation),
    id,
  );
  if (!done.done) return { case_ok: false, case_refusal: done.refusal.code };
  const { objection } = done.view;
  return {
    case_ok: true,
    ...(objection ? { obj_no: objection.number, obj_due: objection.dueAt } : {}),
  };
}

/** What is signed are the answers as they stand; the text is the one that was shown. */
async function signature(
  world: World,
  conversation: Conversation,
  caseId: string,
  { method }: Values,
): Promise<Values> {
  const { associationId } = conversation;
  const { cases } = world.store;
  const [view, secrets] = await Promise.all([
    cases.get(associationId, caseId),
    cases.revealSecrets(associationId, caseId),
  ]);
  if (!view) return {};
  const { number, answers } = view;
  const name = answers["applicant_name"] ?? answers["psy_nickname"];
  const vars = { case_no: number, name: typeof name === "string" ? name : "" };
  const text = noticeText(world, conversation, "declare.again", vars);
  const answersHash = hashOfAnswers(answers, secrets);
  const evidence = {
    text,
    textHash: sha256(text),
    answersHash,
    method: method ?? "word",
    at: world.clock.now().toISOString(),
    channelId: conversation.replyTo.channelId,
  };
  return { answersHash, evidence };
}

/** One document after another, each once by its place in the effect. */
export async function receiveDocuments(
  world: World,
  conversation: Conversation,
  { id, caseId, documents }: EffectOf<"receive_documents">,
): Promise<Values> {
  const { associationId } = conversation;
  let view: CaseView | undefined;
  for (const [index, document] of documents.entries()) {
    const done = await actOnCase(
      world,
      associationId,
      caseId,
      { kind: "receive_document", ...document },
      personOf(conversation),
      `${id}.${index}`,
    );
    if (!done.done) return { case_ok: false, case_refusal: done.refusal.code, received: [] };
    view = done.view;
  }
  const ids = documents.map(({ document }) => document);
  return {
    case_ok: true,
    received: ids,
    documents: view ? missingOf(view) : [],
    ...expiredOf(view, ids),
  };
}

/** Of those that just came: what is not valid any more, and its last day. */
function expiredOf(view: CaseView | undefined, ids: readonly string[]): Values {
  const expired = (view?.documents ?? []).filter(
    ({ id, state }) => state === "expired" && ids.includes(id),
  );
  const [first] = expired as { expiresOn?: string; issuedOn?: string }[];
  const day = first?.expiresOn ?? first?.issuedOn;
  return { expired: expired.map(({ id }) => id), ...(day ? { exp: day } : {}) };
}

/** For a renewal: what the person said then. Files and signatures are of the old request. */
export async function knownAnswers(
  world: World,
  conversation: Conversation,
  { caseId }: EffectOf<"known_answers">,
): Promise<Values> {
  const { associationId, id } = conversation;
  const own = await world.store.cases.ofConversation(associationId, id);
  const found = own.find((each) => each.id === caseId);
  if (!found) return {};
  const { documents: _files, truth_declaration: _signed, ...known } = found.answers;
  return { known, known_secrets: await world.store.cases.revealSecrets(associationId, caseId) };
}

/** An identity card in a chat, a voice in a survey: gone, not only hidden. */
export async function hideFiles(
  world: World,
  conversation: Conversation,
  { storageKeys }: EffectOf<"hide_files">,
): Promise<undefined> {
  for (const key of storageKeys) await world.store.blobs.remove(conversation.associationId, key);
}

function personOf({ id }: Conversation): Actor {
  return { kind: "contact", id };
}
