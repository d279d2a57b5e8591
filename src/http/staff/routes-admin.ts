import { z } from "zod";
import { addressKey } from "../../channels/channel.ts";
import type { Flow } from "../../engine/flow.ts";
import { currentVersion, findFlow } from "../../engine/flow-set.ts";
import { stopOf, switchSending } from "../../conversation/sending-switch.ts";
import { associationOf, channelOf, type World } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import type { AuditRow, ChannelView, FailedView, FlowView, ProfileView } from "./api.ts";
import type { Caller } from "./parts.ts";
import { anId, byId, nothing, reason, route } from "./route.ts";

const PAGE = 100;
const DAY_MS = 86_400_000;
const COUNTED_DAYS = 30;

/** What an administrator looks at: channels, flows, the profile, the audit, and messages that failed. */
export const adminRoutes = [
  route({
    method: "GET",
    url: "/api/admin/channels",
    right: "channel.manage",
    says: "Channels with their health, and how to link a number",
    handle: async ({ parts: { world }, caller }) => ({
      channels: await channelsOf(world, caller),
    }),
  }),
  route({
    method: "POST",
    url: "/api/admin/channels/:id/stop",
    right: "channel.manage",
    says: "Stops all sending of a channel, or of `all`: messages wait, what helps in danger leaves all the same",
    params: byId,
    body: z.strictObject({ reason }),
    audit: ({ params, body }) => ({
      verb: "sending_stopped",
      what: `channel ${params.id}`,
      reason: body.reason,
    }),
    async handle({ parts: { world }, caller, params, body }) {
      const by = { by: caller.member.name, at: world.clock.now().toISOString() };
      for (const channelId of channelIdsOf(world, caller, params.id))
        await switchSending(world.store.settings, channelId, "off", { ...by, ...body });
    },
  }),
  route({
    method: "POST",
    url: "/api/admin/channels/:id/resume",
    right: "channel.manage",
    says: "Lets a channel, or `all`, send again: what waits leaves in its order",
    params: byId,
    body: z.strictObject({ reason }),
    audit: ({ params, body }) => ({
      verb: "sending_resumed",
      what: `channel ${params.id}`,
      reason: body.reason,
    }),
    async handle({ parts: { world }, caller, params }) {
      for (const channelId of channelIdsOf(world, caller, params.id))
        await switchSending(world.store.settings, channelId, "on");
    },
  }),
  route({
    method: "GET",
    url: "/api/admin/flows",
    right: "flow.see",
    says: "Flows as graphs, with who came to each step and who stopped there in 30 days",
    async handle({ parts: { world }, caller }) {
      const now = world.clock.now();
      const from = new Date(now.getTime() - COUNTED_DAYS * DAY_MS);
      const quietSince = new Date(now.getTime() - DAY_MS);
      const counts = await world.store.figures.questions(
        caller.association,
        from,
        new Date(now.getTime() + DAY_MS),
        quietSince,
      );
      const byKey = new Map(counts.map((each) => [each.key, each]));
      const names = [...world.flows.versions.keys()].toSorted();
      return {
        flows: names.map((name) =>
          flowView(world, findFlow(world.flows, name, currentVersion(world.flows, name)), byKey),
        ),
      };
    },
  }),
  route({
    method: "GET",
    url: "/api/admin/profile",
    right: "profile.see",
    says: "The association as its file says it",
    handle: ({ parts: { world }, caller }): ProfileView => profileView(world, caller),
  }),
  route({
    method: "GET",
    url: "/api/admin/audit",
    right: "audit.see",
    says: "What staff did and looked at, newest first",
    query: z.strictObject({
      after: z.string().max(120).optional(),
      by: anId.optional(),
      verb: z
        .string()
        .regex(/^[a-z_]{2,40}$/)
        .optional(),
    }),
    async handle({ parts: { world }, caller, query }) {
      const { after, by, verb } = query;
      const found = await world.store.audit.list(caller.association, {
        limit: PAGE,
        ...(after ? { before: after } : {}),
        ...(by ? { by } : {}),
        ...(verb ? { verb } : {}),
      });
      const last = found.at(-1);
      const rows = found.map((entry): AuditRow => ({
        at: entry.at.toISOString(),
        who: entry.byName,
        verb: entry.verb,
        what: entry.what,
        reason: entry.reason ?? null,
      }));
      return {
        rows,
        next: last && found.length === PAGE ? `${last.at.getTime()}_${last.id}` : null,
      };
    },
  }),
  route({
    method: "GET",
    url: "/api/admin/failed",
    right: "failed.replay",
    says: "Messages that could not be delivered, with the reason",
    async handle({ parts: { world }, caller }) {
      const messages = await world.store.messages.failed(caller.association, PAGE);
      const failed = messages.map((message): FailedView => ({
        id: message.id,
        at: message.createdAt.toISOString(),
        channelId: message.address.channelId,
        conversationId: message.conversationId,
        error: message.error?.message ?? message.status,
        attempts: message.attempts,
        replayable: isReplayable(message),
      }));
      return { failed };
    },
  }),
  route({
    method: "POST",
    url: "/api/admin/failed/:id/replay",
    right: "failed.replay",
    says: "Tries once more to deliver a message that was refused",
    params: byId,
    body: nothing,
    audit: ({ params }) => ({ verb: "replay", what: `message ${params.id}` }),
    async handle({ parts: { world }, caller, params }) {
      const { association } = caller;
      const { messages, conversations } = world.store;
      const message = await messages.get(association, params.id);
      if (!message) throw new Refusal(404, "message.unknown", "there is no such message");
      if (!isReplayable(message))
        throw new Refusal(409, "message.final", "another try cannot help here");
      await messages.requeue(association, message.id, world.clock.real());
      // The conversation has something waiting again; whoever takes its lane next sends it.
      await conversations.settle(association, message.conversationId, {
        effectIds: [],
        owner: "replay",
        release: false,
        backlog: true,
      });
      const conversation = await conversations.load(association, message.conversationId);
      if (conversation) world.wake.lane(association, addressKey(conversation.replyTo));
    },
  }),
];

/** What the person himself has stopped, or what has no address, stays where it is. */
const final = new Set(["opted-out", "bad-address", "content", "unsupported"]);

function isReplayable({ status, error }: { status: string; error?: { class: string } }): boolean {
  return status === "rejected" && !final.has(error?.class ?? "");
}

function channelIdsOf(world: World, { association }: Caller, asked: string): string[] {
  const own = [...world.channels.keys()].filter((id) => id.startsWith(`${association}-`));
  const found = asked === "all" ? own : own.filter((id) => id === asked);
  if (found.length === 0) throw new Refusal(404, "channel.unknown", "there is no such channel");
  return found;
}

function channelsOf(world: World, caller: Caller): Promise<ChannelView[]> {
  const { profile } = associationOf(world, caller.association);
  return Promise.all(
    channelIdsOf(world, caller, "all").map(async (id): Promise<ChannelView> => {
      const channel = channelOf(world, id);
      const health = channel.health();
      const kind = channel.kind as keyof typeof profile.channels;
      const settings = Object.hasOwn(profile.channels, kind) ? profile.channels[kind] : undefined;
      return {
        id: channel.id,
        transport: channel.transport,
        state: health.state,
        reason: "reason" in health ? health.reason : null,
        action: "action" in health ? health.action : null,
        linking:
          health.state === "pairing"
            ? {
                method: health.method,
                payload: health.payload,
                expiresAt: health.expiresAt.toISOString(),
              }
            : null,
        approval: approvalOf(settings),
        stopped: (await stopOf(world.store.settings, channel.id)) ?? null,
      };
    }),
  );
}

function flowView(
  world: World,
  flow: Flow,
  counts: ReadonlyMap<string, { reached: number; dropped: number }>,
): FlowView {
  const line = (key: string) => world.texts.plain(key, "ar")?.split("\n")[0]?.slice(0, 80);
  return {
    name: flow.name,
    version: flow.version,
    label: line(`inbox.flow.${flow.name}`) ?? flow.name,
    steps: flow.steps.map((step, index) => {
      const key = keyOf(step) ?? `${flow.texts}.${step.id}`;
      const count = counts.get(key);
      return {
        id: step.id,
        kind: step.kind,
        label: line(key) ?? step.id,
        next: nextOf(flow, index),
        visits: count?.reached ?? 0,
        dropped: count?.dropped ?? 0,
      };
    }),
  };
}

function keyOf(step: Flow["steps"][number]): string | undefined {
  const said = (step as { say?: unknown }).say;
  return typeof said === "string" ? said : undefined;
}

/** The steps that follow: those that a branch or an option names, and the one below unless the flow ends here. */
function nextOf(flow: Flow, index: number): { step: string; when: string | null }[] {
  const step = flow.steps[index]!;
  const ids = new Set(flow.steps.map(({ id }) => id));
  const named: { step: string; when: string | null }[] = [];
  const look = (value: unknown, when: string | null): void => {
    if (typeof value === "string" && when !== null && ids.has(value))
      named.push({ step: value, when });
    if (typeof value !== "object" || value === null) return;
    for (const [name, each] of Object.entries(value)) look(each, name);
  };
  for (const [name, value] of Object.entries(step)) if (!OWN.has(name)) look(value, name);
  const below = flow.steps[index + 1];
  const isEnd = "end" in step && step.end !== undefined;
  const onward = below && !isEnd ? [{ step: below.id, when: null }] : [];
  const unique = new Map([...named, ...onward].map((each) => [`${each.step}|${each.when}`, each]));
  return [...unique.values()];
}

/** What a step is and says, not where it leads. */
const OWN = new Set(["id", "kind", "ask", "say", "vars", "when", "var"]);

function profileView(world: World, { association, member }: Caller): ProfileView {
  const { profile } = associationOf(world, association);
  const label = (id: string) => world.texts.plain(`inbox.profile.${id}`, member.language) ?? id;
  const groups = Object.entries(profile).flatMap(([id, value]) => {
    if (HIDDEN_GROUPS.has(id)) return [];
    const lines = linesOf(value, "");
    return [
      {
        id,
        label: label(id),
        lines: lines.map((line) => ({ ...line, label: line.label || label(id) })),
      },
    ];
  });
  return {
    groups,
    findings: profile.approval.warnings.map((warning) => label(`finding.${warning}`)),
  };
}

/** Names of environment variables say nothing to people, and too much to others. */
const HIDDEN_GROUPS = new Set(["credentials"]);

function linesOf(value: unknown, path: string): { label: string; value: string }[] {
  if (typeof value === "string") return [{ label: path, value }];
  if (value === null || value === undefined) return [{ label: path, value: "-" }];
  if (Array.isArray(value) && value.every((each) => typeof each !== "object"))
    return [{ label: path, value: value.join("، ") }];
  if (typeof value !== "object") return [{ label: path, value: JSON.stringify(value) }];
  return Object.entries(value).flatMap(([name, each]) =>
    HIDDEN_GROUPS.has(name) ? [] : linesOf(each, path ? `${path}.${name}` : name),
  );
}

function approvalOf(channel: object | undefined): string {
  const { approval } = (channel ?? {}) as { approval?: { ref?: string } };
  return approval?.ref ?? "";
}
