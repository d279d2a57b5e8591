import type { AssociationId, Bus, Conversation, Message } from "./ports.ts";
import type { DeskEvent, DeskTurn } from "./ports-staff.ts";
import { cardTurn, wordsOf } from "./desk-view.ts";
import type { World } from "./world.ts";

export type Alert = NonNullable<DeskEvent["alert"]>;

/** Follows what happens and tells whoever of staff is looking. The bot's own turns never wait for it. */
export interface Live {
  /** A turn is saved and its messages are stored. Awaited where staff are concerned, so that their card is right. */
  turned(conversation: Conversation, messages: readonly Message[]): Promise<void>;
  /** A message has an outcome, or a receipt has come. */
  changed(message: Pick<Message, "id" | "associationId" | "conversationId">): void;
  /** A case was changed. */
  caseChanged(association: AssociationId, caseId: string, version: number): void;
  /** Somebody is needed. Goes to the streams, and by `onAlert` away from the browser. */
  alert(association: AssociationId, alert: Alert, conversationId?: string): void;
  /** The card changed without a turn (claimed, snoozed). */
  card(association: AssociationId, conversationId: string): void;
  onAlert(hear: (association: AssociationId, alert: Alert, conversationId?: string) => void): void;
  /** Resolves when all that was noted is written. */
  settled(): Promise<void>;
}

const GATHER_MS = 40; // notes of many turns leave in one write

export const liveTopic = (association: AssociationId) => `desk.${association}`;

/** References are noted in the log of each association; the bus only says that there is something new. */
export function createLive(world: Pick<World, "store" | "clock" | "log">, bus: Bus): Live {
  const { desk, deskLog } = world.store;
  const hearers: Parameters<Live["onAlert"]>[0][] = [];
  const events = new Map<AssociationId, DeskEvent[]>();
  const turns = new Map<string, DeskTurn>();
  let words: Parameters<typeof desk.index>[0] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function note(association: AssociationId, event: DeskEvent): void {
    const noted = events.get(association) ?? [];
    const isKnown =
      event.kind === "card" && noted.some(({ kind, id }) => kind === "card" && id === event.id);
    if (!isKnown) events.set(association, [...noted, event]);
    timer ??= setTimeout(() => void flush(), GATHER_MS);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write).catch((error: Error) => {
      world.log.warn({ reason: error.message }, "staff see a change later: it was not noted");
    });
    return writing;
  }

  async function write(): Promise<void> {
    const gathered = [...turns.values()];
    const toIndex = words;
    const noted = [...events];
    turns.clear();
    events.clear();
    words = [];
    // Cards first: whoever hears of an event reads the card at once.
    await Promise.all([desk.record(gathered), desk.index(toIndex)]);
    for (const [association, list] of noted) {
      const last = await deskLog.append(association, list, world.clock.real());
      bus.publish(liveTopic(association), last);
    }
  }

  return {
    async turned(conversation, messages) {
      const { associationId, id } = conversation;
      const turn = cardTurn(conversation, messages);
      const gathered = turns.get(id);
      // The last of a conversation stands for those before it, with what they heard.
      turns.set(
        id,
        gathered
          ? {
              ...turn,
              preview: turn.preview || gathered.preview,
              heard: turn.heard + gathered.heard,
              terms: [...gathered.terms, ...turn.terms],
            }
          : turn,
      );
      words = [...words, ...messages.flatMap(wordsOf)];
      for (const message of messages)
        note(associationId, { kind: "thread", id, messageId: message.id });
      note(associationId, { kind: "card", id });
      if (conversation.holder !== "bot" || conversation.desk) await flush();
    },
    changed({ id: messageId, associationId, conversationId }) {
      note(associationId, { kind: "thread", id: conversationId, messageId });
    },
    caseChanged: (association, caseId, version) =>
      note(association, { kind: "case", id: caseId, version }),
    alert(association, alert, conversationId) {
      note(association, { kind: "alert", id: conversationId ?? "", alert });
      for (const hear of hearers) hear(association, alert, conversationId);
    },
    card: (association, id) => note(association, { kind: "card", id }),
    onAlert: (hear) => void hearers.push(hear),
    settled: () => flush(),
  };
}
