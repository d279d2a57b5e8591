import { doors, type Door } from "../cases/doors.ts";
import { profileVars } from "./profile-vars.ts";
import type { Texts } from "./texts.ts";
import type { Association } from "./world.ts";

/** The only words that are meant for a public place. Each is the same for everybody: who asked is not known to it. */
const replies = ["social.reply", "social.private"] as const;
const OPEN = { kind: "web", twoWay: true } as const;

export interface PublicDoor {
  door: Door;
  /** Leads into the chat, and says from where. */
  url: string;
  /** Ready to be posted, in each language. */
  replies: { ar: string; en: string }[];
}

/**
 * For each public place the link to the chat, and what may be answered there. A reply is made of the association and the
 * link alone, so a person's name, number or request cannot come into it.
 */
export function publicDoors(
  association: Association,
  texts: Texts,
  publicUrl: string,
): PublicDoor[] {
  return doors.map((door) => {
    const url = `${publicUrl}/chat/${association.id}-web?from=${door}`;
    const fill = (key: string, language: "ar" | "en") => {
      const known = profileVars(association, texts, language, OPEN, publicUrl);
      const vars = Object.fromEntries(
        texts
          .placeholders(key)
          .map((name) => [name, name === "chat_url" ? url : (known(name) ?? "")]),
      );
      return texts.fill(key, vars, language, OPEN);
    };
    return {
      door,
      url,
      replies: replies.map((key) => ({ ar: fill(key, "ar"), en: fill(key, "en") })),
    };
  });
}
