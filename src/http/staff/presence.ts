import type { AssociationId, Bus } from "../../conversation/ports.ts";
import type { Presence } from "./api.ts";

/* Who is looking at what, and who is typing: told over the bus, kept nowhere, gone when nobody says it again. */

const GONE_AFTER_MS = 15_000; // pages say it every five seconds

const topicOf = (association: AssociationId) => `desk-presence.${association}`;

interface Note {
  conversationId: string;
  id: string;
  name: string;
  typing: boolean;
}

export interface PresenceBoard {
  say(association: AssociationId, note: Note): void;
  viewers(association: AssociationId, conversationId: string): Presence[];
  watch(association: AssociationId, hear: (conversationId: string) => void): () => void;
}

export function createPresence(bus: Bus): PresenceBoard {
  const seen = new Map<string, Presence & { until: number }>();
  const watched = new Map<AssociationId, { hearers: Set<(id: string) => void> }>();

  function listen(association: AssociationId): Set<(id: string) => void> {
    const known = watched.get(association);
    if (known) return known.hearers;
    const hearers = new Set<(id: string) => void>();
    watched.set(association, { hearers });
    bus.subscribe(topicOf(association), (data) => {
      const note = data as unknown as Note;
      forgetGone();
      seen.set(`${association}|${note.conversationId}|${note.id}`, {
        id: note.id,
        name: note.name,
        typing: note.typing,
        until: performance.now() + GONE_AFTER_MS,
      });
      for (const hear of hearers) hear(note.conversationId);
    });
    return hearers;
  }

  function forgetGone(): void {
    for (const [key, each] of seen) if (each.until < performance.now()) seen.delete(key);
  }

  return {
    say(association, note) {
      listen(association);
      bus.publish(topicOf(association), { ...note });
    },
    viewers(association, conversationId) {
      forgetGone();
      const prefix = `${association}|${conversationId}|`;
      return [...seen]
        .filter(([key]) => key.startsWith(prefix))
        .map(([, { id, name, typing }]) => ({ id, name, typing }));
    },
    watch(association, hear) {
      const hearers = listen(association);
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  };
}
