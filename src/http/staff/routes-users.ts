import { z } from "zod";
import { hasRight, roleNames } from "../../cases/roles.ts";
import type { AssociationId } from "../../conversation/ports.ts";
import type { StaffMember } from "../../conversation/ports-staff.ts";
import type { World } from "../../conversation/world.ts";
import { Refusal } from "../refusal.ts";
import { addMember, openSetUp } from "./accounts.ts";
import type { Colleague, SetUpLink, UserView } from "./api.ts";
import type { Call } from "./route.ts";
import { byId, nothing, route } from "./route.ts";

const roles = z.array(z.enum(roleNames)).min(1).max(roleNames.length);
const branch = z.string().trim().min(2).max(60).nullable();

/** Users: who logs in to this association, and as what. */
export const userRoutes = [
  route({
    method: "GET",
    url: "/api/colleagues",
    right: "conversation.see",
    says: "To whom a conversation may be given",
    handle: async ({ parts, caller }) => ({
      colleagues: await colleaguesOf(parts.world, caller.association),
    }),
  }),
  route({
    method: "GET",
    url: "/api/admin/users",
    right: "user.manage",
    says: "All accounts of the association",
    handle: async ({ parts, caller }) => ({
      users: await usersOf(parts.world, caller.association),
    }),
  }),
  route({
    method: "POST",
    url: "/api/admin/users",
    right: "user.manage",
    says: "A new account; answers with its set-up link",
    body: z.strictObject({
      name: z.string().trim().min(2).max(60),
      login: z.string().trim().min(2).max(60).optional(),
      roles,
      branch: branch.optional(),
    }),
    audit: ({ body }) => ({ verb: "add", what: "users", reason: body.roles.join(", ") }),
    async handle({ parts, caller, body }): Promise<SetUpLink> {
      const { login, ...rest } = body;
      const member = await addMember(parts.world, caller.association, {
        ...rest,
        branch: body.branch ?? null,
        ...(login ? { login } : {}),
      });
      return linkFor(parts.world, member, false);
    },
  }),
  route({
    method: "POST",
    url: "/api/admin/users/:id/reset",
    right: "user.manage",
    says: "A new set-up link; a second factor stays unless it is said to be lost",
    params: byId,
    body: z.strictObject({ secondFactor: z.boolean().optional() }),
    audit: ({ params, body }) => ({
      verb: body.secondFactor ? "reset_second_factor" : "reset",
      what: `user ${params.id}`,
    }),
    async handle(call): Promise<SetUpLink> {
      const member = await otherMember(call);
      await call.parts.world.store.staffSessions.endAll(member.associationId, member.id);
      return linkFor(call.parts.world, member, call.body.secondFactor === true);
    },
  }),
  route({
    method: "POST",
    url: "/api/admin/users/:id/roles",
    right: "user.manage",
    says: "Other roles; every session of the account ends",
    params: byId,
    body: z.strictObject({ roles, branch: branch.optional() }),
    audit: ({ params, body }) => ({
      verb: "roles",
      what: `user ${params.id}`,
      reason: body.roles.join(", "),
    }),
    async handle(call): Promise<UserView> {
      const { body } = call;
      return changed(call, {
        roles: body.roles,
        ...(body.branch === undefined ? {} : { branch: body.branch }),
      });
    },
  }),
  route({
    method: "POST",
    url: "/api/admin/users/:id/disable",
    right: "user.manage",
    says: "Closes an account; every session of it ends",
    params: byId,
    body: nothing,
    audit: ({ params }) => ({ verb: "disable", what: `user ${params.id}` }),
    handle: (call): Promise<UserView> => changed(call, { disabled: true, presence: "offline" }),
  }),
  route({
    method: "POST",
    url: "/api/admin/users/:id/enable",
    right: "user.manage",
    says: "Opens an account again",
    params: byId,
    body: nothing,
    audit: ({ params }) => ({ verb: "enable", what: `user ${params.id}` }),
    handle: (call): Promise<UserView> => changed(call, { disabled: false }),
  }),
];

type OfMember<B> = Call<{ id: string }, unknown, B>;

/** Somebody else's account: nobody takes rights from himself or gives them to himself. */
async function otherMember<B>({ parts, caller, params }: OfMember<B>): Promise<StaffMember> {
  const member = await parts.world.store.staff.get(caller.association, params.id);
  if (!member) throw new Refusal(404, "user.unknown", "there is no such account");
  if (member.id === caller.member.id)
    throw new Refusal(409, "user.self", "another administrator has to do this");
  return member;
}

async function changed<B>(
  call: OfMember<B>,
  changes: Parameters<World["store"]["staff"]["change"]>[2],
): Promise<UserView> {
  const { world } = call.parts;
  const { id, associationId } = await otherMember(call);
  const member = await world.store.staff.change(associationId, id, changes);
  if (!member) throw new Refusal(404, "user.unknown", "there is no such account");
  await world.store.staffSessions.endAll(associationId, id);
  call.parts.bus.publish(`staff.${id}`, null); // streams that are open end now
  return userView(member, undefined);
}

async function linkFor(
  world: World,
  member: StaffMember,
  renewSecondFactor: boolean,
): Promise<SetUpLink> {
  const { url, expiresAt } = await openSetUp(world, member, { renewSecondFactor });
  return { user: userView(member, undefined), url, expiresAt: expiresAt.toISOString() };
}

async function usersOf(world: World, association: AssociationId): Promise<UserView[]> {
  const members = await world.store.staff.list(association);
  const keys = new Map(
    members.map(({ id, login }) => [id, world.tokens.staffHash("log_in", login)]),
  );
  const locks = await world.store.staff.lockedUntil([...keys.values()], world.clock.real());
  return members.map((member) => userView(member, locks.get(keys.get(member.id) ?? "")));
}

function userView(member: StaffMember, lockedUntil: Date | undefined): UserView {
  return {
    id: member.id,
    login: member.login,
    name: member.name,
    roles: member.roles,
    branch: member.branch,
    secondFactor: member.secondFactor,
    lockedUntil: lockedUntil?.toISOString() ?? null,
    disabled: member.disabled,
    lastSeenAt: member.lastSeenAt?.toISOString() ?? null,
  };
}

async function colleaguesOf(world: World, association: AssociationId): Promise<Colleague[]> {
  const [members, holding] = await Promise.all([
    world.store.staff.list(association),
    world.store.desk.holding(association),
  ]);
  return members
    .filter(
      ({ disabled, hasPassword, roles }) =>
        !disabled && hasPassword && hasRight(roles, "conversation.work"),
    )
    .map(({ id, name, presence }) => ({ id, name, presence, holding: holding.get(id) ?? 0 }));
}
