import { kindOf, type Link } from "./link.ts";
import type { Names } from "./party.ts";

const KEPT_MS = 10 * 60_000;
const MOST = 5_000;

/** Both names of a person, asked of the page and kept for a while. Without an answer the one we have must do. */
export function createNames({ client, gate, config, now, note }: Link) {
  const known = new Map<string, { names: Names; at: number }>();

  return async function namesOf(jid: string): Promise<Names> {
    const found = known.get(jid);
    if (found && now().getTime() - found.at < KEPT_MS) return found.names;
    const own: Names = {
      lid: jid.endsWith("@lid") ? jid : undefined,
      pn: jid.endsWith("@c.us") ? jid : undefined,
    };
    try {
      const [asked] = await gate.call("getContactLidAndPhone", config.deadlines.callMs, () =>
        client.getContactLidAndPhone([jid]),
      );
      const names = { lid: asked?.lid ?? own.lid, pn: asked?.pn ?? own.pn };
      if (known.size >= MOST) known.clear();
      known.set(jid, { names, at: now().getTime() });
      return names;
    } catch (error) {
      note("warn", "the other name of a person is not known", { error: kindOf(error) });
      return found?.names ?? own;
    }
  };
}

export type NamesOf = ReturnType<typeof createNames>;
