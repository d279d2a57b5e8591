import type { Channel } from "../channels/channel.ts";
import type { Profile } from "../cases/profile.ts";
import type { FlowSet } from "../engine/flow-set.ts";
import type { Json } from "../engine/types.ts";
import type { Knowledge } from "../language/knowledge.ts";
import type { Failpoint } from "./failpoint.ts";
import type { Live } from "./live.ts";
import type { AssociationId, Clock, FollowUp, Letters, Store } from "./ports.ts";
import type { Texts } from "./texts.ts";
import type { Owners } from "./owner.ts";
import type { Tokens } from "./tokens.ts";

/** An association as it runs: its profile, and what is made of it once at the start. */
export interface Association {
  id: AssociationId;
  profile: Profile;
  /** The profile as plain data, for `$policy.*`. */
  policy: Json;
  knowledge: Knowledge;
  /** What each answer of the knowledge rests on, as `flows/knowledge.yaml` names it. */
  sources: ReadonlyMap<string, string>;
}

/** Tells that there is something to do in a lane: here, in another process, or later. Losing it costs delay only. */
export interface Wake {
  lane(association: AssociationId, lane: string): void;
  laneLater(association: AssociationId, lane: string, delayMs: number): void;
  /** A follow-up was stored or moved: it may be due within the horizon. */
  followUp(followUp: Pick<FollowUp, "id" | "associationId" | "dueAt">): void;
}

/** Everything the corridor uses of the outside, injected by main. */
export interface World {
  store: Store;
  channels: ReadonlyMap<string, Channel>;
  associations: ReadonlyMap<AssociationId, Association>;
  flows: FlowSet;
  texts: Texts;
  tokens: Tokens;
  clock: Clock;
  wake: Wake;
  newId: () => string;
  owners: Owners;
  failpoint: Failpoint;
  letters: Letters;
  publicUrl: string;
  log: Log;
  /** What staff see of it as it happens; absent where nobody looks. */
  live?: Live;
  /** How long a story waits for its next message, where that is not `STORY_MS`. */
  storyMs?: number;
  /** Associations in which somebody can log in: only there may a person be told to wait for staff here and now. */
  staffed?: ReadonlySet<AssociationId>;
}

/** The few calls of the log that the corridor makes; never with a text, a name or a number of a person. */
export interface Log {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export function associationOf(world: World, id: AssociationId): Association {
  const association = world.associations.get(id);
  if (!association) throw new Error(`there is no association "${id}"`);
  return association;
}

export function channelOf(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel) throw new Error(`there is no channel "${id}"`);
  return channel;
}
