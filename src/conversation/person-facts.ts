import type { PersonFacts } from "../cases/survey-rules.ts";
import type { CaseView } from "./ports.ts";
import type { World } from "./world.ts";

/** What the rules of the survey ask about the person of a case: his other cases, and how he is now. */
export async function personFacts(world: World, view: CaseView): Promise<PersonFacts> {
  const { associationId, conversationId } = view;
  const [cases, conversation, hasOpenComplaint] = await Promise.all([
    world.store.cases.ofConversation(associationId, conversationId),
    world.store.conversations.load(associationId, conversationId),
    world.store.feedback.hasOpenComplaint(associationId, conversationId),
  ]);
  const surveyedAt = [
    ...cases.flatMap(({ id, surveyInvitedAt }) => (id !== view.id && surveyInvitedAt) || []),
    ...(conversation?.state.surveyedAt ? [conversation.state.surveyedAt] : []),
  ]
    .toSorted()
    .at(-1);
  return {
    ...(surveyedAt ? { surveyedAt } : {}),
    inCrisis: conversation?.state.crisis !== undefined,
    hasOpenObjection: cases.some(({ objection }) => objection && !objection.outcome),
    hasOpenComplaint,
    hasOptedOut: conversation?.state.optOut !== undefined,
  };
}
