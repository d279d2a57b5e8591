/*
 * Accounts of staff from the terminal, for whoever may enter the machine.
 *   npm run staff -- add <association> <name> --roles officer,researcher [--login name] [--branch name]
 *   npm run staff -- reset <log-in name> [--second-factor]     a new set-up link; every session of the account ends
 * Prints a one-time link for the person; no password is ever typed or shown here.
 */
import { randomUUID } from "node:crypto";
import { Command } from "commander";
import { isRole, roleNames } from "../src/cases/roles.ts";
import { loadConfig } from "../src/config.ts";
import { loadAssociations } from "../src/conversation/associations.ts";
import { realClock } from "../src/conversation/clock.ts";
import type { AssociationId } from "../src/conversation/ports.ts";
import { createTokens } from "../src/conversation/tokens.ts";
import { openStores } from "../src/embedded/stores.ts";
import { addMember, loginOf, openSetUp, type AccountsWorld } from "../src/http/staff/accounts.ts";
import { connectStore } from "../src/store/index.ts";

const program = new Command("staff").description("Accounts of staff");

program
  .command("add <association> <name>")
  .requiredOption("--roles <roles>", `some of ${roleNames.join(", ")}`)
  .option("--login <name>", "what is typed to log in; by default the name")
  .option("--branch <name>", "the branch of a delegate")
  .action(
    async (
      association: string,
      name: string,
      options: { roles: string; login?: string; branch?: string },
    ) => {
      const roles = options.roles.split(",").map((role) => role.trim());
      const unknown = roles.filter((role) => !isRole(role));
      if (unknown.length > 0)
        throw new Error(`no role: ${unknown.join(", ")}. There are ${roleNames.join(", ")}`);
      await inWorld(async (world) => {
        if (!world.associations.has(association as AssociationId))
          throw new Error(
            `no association "${association}". There are ${[...world.associations.keys()].join(", ")}`,
          );
        const member = await addMember(world, association as AssociationId, {
          name,
          roles,
          ...(options.login ? { login: options.login } : {}),
          ...(options.branch ? { branch: options.branch } : {}),
        });
        await printLink(world, member.login, true);
      });
    },
  );

program
  .command("reset <login>")
  .option("--second-factor", "the telephone is lost: a new second factor as well")
  .action((login: string, options: { secondFactor?: boolean }) =>
    inWorld((world) => printLink(world, loginOf(login), options.secondFactor === true)),
  );

await program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function printLink(
  world: AccountsWorld,
  login: string,
  renewSecondFactor: boolean,
): Promise<void> {
  const found = await world.store.staff.byLogin(login);
  if (!found) throw new Error(`nobody logs in as "${login}"`);
  const { member } = found;
  const { url, expiresAt } = await openSetUp(world, member, { renewSecondFactor });
  await world.store.staffSessions.endAll(member.associationId, member.id);
  await world.store.audit.write(member.associationId, {
    id: world.newId(),
    at: world.clock.now(),
    by: "terminal",
    byName: "terminal",
    verb: renewSecondFactor ? "reset_second_factor" : "reset",
    what: `user ${member.id}`,
  });
  console.log(`${login}: until ${expiresAt.toISOString()}, once\n${url}`);
}

async function inWorld(work: (world: AccountsWorld) => Promise<void>): Promise<void> {
  const config = loadConfig(process.env);
  const stores = await openStores(config);
  try {
    const { store, close } = await connectStore({
      mongoUri: stores.mongoUri,
      masterKey: config.masterKey,
    });
    try {
      await work({
        store,
        tokens: createTokens(config.masterKey),
        clock: realClock,
        newId: () => randomUUID().replaceAll("-", ""),
        publicUrl: config.publicUrl,
        associations: loadAssociations(config.flowsDir),
      });
    } finally {
      await close();
    }
  } finally {
    await stores.stop();
  }
}
