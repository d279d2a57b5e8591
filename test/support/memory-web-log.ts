import type { WebItem, WebLog } from "../../src/conversation/ports.ts";

/** A log that keeps its promises in memory: one gapless sequence a session, one item an id, copies in and out. */
export function memoryWebLog(): WebLog & { session(id: string): WebItem[]; sessions(): string[] } {
  const logs = new Map<string, WebItem[]>();
  const of = (session: string) => {
    const log = logs.get(session) ?? [];
    logs.set(session, log);
    return log;
  };
  return {
    async append(session, item) {
      const log = of(session);
      const stored = log.find(({ id }) => id === item.id);
      if (stored) return { item: structuredClone(stored), isNew: false };
      const added = { ...structuredClone(item), seq: log.length + 1 };
      log.push(added);
      return { item: structuredClone(added), isNew: true };
    },
    async after(session, seq, limit) {
      return structuredClone(
        of(session)
          .filter((item) => item.seq > seq)
          .slice(0, limit),
      );
    },
    async find(session, id) {
      return structuredClone(of(session).find((item) => item.id === id));
    },
    async conceal(session, id, text) {
      const item = of(session).find((each) => each.id === id);
      if (item) item.body = { kind: "text", text };
    },
    session: (id) => of(id),
    sessions: () => [...logs.keys()],
  };
}
