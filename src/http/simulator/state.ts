import type { CaseView, Conversation } from "../../conversation/ports.ts";
import { associationOf, type World } from "../../conversation/world.ts";
import type { Place } from "./places.ts";

const RECENT = 12;
const LOOK_AHEAD_MS = 400 * 86_400_000;
const MANY = 1_000; // the demo's page looks for the few of one conversation among all

/** What the system knows of whoever is at a place; undefined when nobody has written from there. Numbers that identify a person are masked. */
export async function stateOf(world: World, { association, key }: Place) {
  const { store } = world;
  const id = await store.conversations.ownerOf(association, key);
  const conversation =
    id === undefined ? undefined : await store.conversations.load(association, id);
  if (!conversation) return undefined;
  const { state, holder, version } = conversation;
  const [cases, scheduled, thread, tasks] = await Promise.all([
    store.cases.ofConversation(association, conversation.id),
    store.followUps.dueBefore(new Date(world.clock.now().getTime() + LOOK_AHEAD_MS), MANY),
    store.messages.thread(association, conversation.id, { limit: RECENT * 2 }),
    store.tasks.open(association),
  ]);
  const shown = {
    association,
    holder,
    version,
    language: state.language,
    flow: state.frames.map(({ flow, step }) => ({ flow, step })),
    ...sectionOf(world, conversation),
    hasDraft: state.draft !== undefined,
    answers: {
      ...state.answers,
      ...Object.fromEntries(Object.keys(state.secrets).map((name) => [name, "••••"])),
    },
    cases: cases.map(shownCase),
    followUps: scheduled
      .filter(({ conversationId }) => conversationId === conversation.id)
      .map(({ followUp, dueAt }) => ({ followUp, dueAt: dueAt.toISOString() })),
    tasks: tasks
      .filter(({ conversationId }) => conversationId === conversation.id)
      .map(({ kind, reason, priority }) => ({ kind, reason, priority })),
    outbound: thread
      .filter(({ direction }) => direction === "out")
      .slice(-RECENT)
      .map(({ id: message, key: text, status, segments, address, attempts, createdAt }) => ({
        id: message,
        key: text,
        status,
        segments,
        channelId: address.channelId,
        attempts,
        at: createdAt.toISOString(),
      })),
  };
  return { id: conversation.id, state: shown };
}

/** How far the request is: the part that the open question belongs to, among the parts that this association asks for. */
function sectionOf(world: World, { associationId, state }: Conversation) {
  const frame = state.frames.at(-1);
  const flow = frame && world.flows.versions.get(frame.flow)?.get(frame.version);
  const groups: readonly string[] = associationOf(world, associationId).profile.intake_groups;
  const asked = flow?.steps.filter(({ group }) => group === undefined || groups.includes(group));
  const sections = [...new Set(asked?.flatMap(({ section }) => section ?? []))];
  const section = flow?.steps.find(({ id }) => id === frame?.step)?.section;
  return section === undefined ? {} : { section, sections };
}

function shownCase({ number, state, service, documents, decisionNotBefore, history }: CaseView) {
  return {
    number,
    state,
    service,
    documents: documents.map((each) => ({ document: each.id, state: each.state })),
    decisionNotBefore,
    history: history.map(({ at, change, from, to }) => ({
      at,
      change,
      from,
      to,
    })),
  };
}
