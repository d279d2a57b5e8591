import type { Store } from "../conversation/ports.ts";
import { createAddresses } from "./addresses.ts";
import { createAudit } from "./audit.ts";
import { createBlobs } from "./blobs.ts";
import { createCanned } from "./canned.ts";
import { createCases } from "./cases.ts";
import { hangUp, openConnection, type StoreLog } from "./connection.ts";
import { createConsents } from "./consents.ts";
import { createConversations } from "./conversations.ts";
import { createFeedback } from "./feedback.ts";
import { createMyDataRequests } from "./my-data.ts";
import { createMyths } from "./myths.ts";
import { createSurveys } from "./surveys.ts";
import { createVolunteers } from "./volunteers.ts";
import { createDesk } from "./desk.ts";
import { createDeskLog } from "./desk-log.ts";
import { createFigures } from "./figures.ts";
import { createFollowUps } from "./follow-ups.ts";
import { createForms } from "./forms.ts";
import { createImprovements } from "./improvements.ts";
import { createInbox } from "./inbox.ts";
import { openKeyring } from "./keyring.ts";
import { createLibrary } from "./library.ts";
import { createLetterRegister } from "./letters.ts";
import { createMessages } from "./messages.ts";
import { createSessions } from "./sessions.ts";
import { createSettings } from "./settings.ts";
import { createStaff } from "./staff.ts";
import { createStaffSessions } from "./staff-sessions.ts";
import { createTasks } from "./tasks.ts";
import { createVault, type Vault } from "./vault.ts";
import { createWebLog } from "./web-log.ts";
import { asStoreError, reportingFailures } from "./world-failed.ts";

export interface StoreOptions {
  mongoUri: string;
  /** Otherwise the one that the address names, otherwise `wasl`. */
  dbName?: string;
  /** At least 32 random bytes. Losing it loses everything that is sealed. */
  masterKey: Buffer;
  log?: StoreLog;
  /** How long the owner of an address is believed without asking. Moving an address takes as long. */
  rememberAddressesMs?: number;
}

export interface OpenStore {
  store: Store;
  /** A new data key for one association. */
  rotateKey: Vault["rotate"];
  close(): Promise<void>;
  health(): Promise<{ ok: true; ms: number } | { ok: false; reason: string }>;
}

const REMEMBER_ADDRESSES_MS = 2_000;

/** Connects, opens the keys, makes the indexes, and gives the repositories. A wrong key or a failed index stops the start. */
export async function connectStore({
  mongoUri,
  dbName,
  masterKey,
  log,
  rememberAddressesMs = REMEMBER_ADDRESSES_MS,
}: StoreOptions): Promise<OpenStore> {
  const { connection, durability } = await openConnection(mongoUri, {
    ...(dbName ? { dbName } : {}),
    ...(log ? { log } : {}),
  }).catch((error: unknown) => {
    throw asStoreError(error);
  });
  try {
    const unjournaled = { writeConcern: durability.unjournaled };
    const keyring = await openKeyring(connection, masterKey);
    const vault = createVault(keyring);
    const addresses = createAddresses(connection, { rememberMs: rememberAddressesMs });
    const conversations = createConversations(connection, vault, addresses, unjournaled);
    const store: Store = {
      inbox: createInbox(connection, vault, unjournaled),
      conversations,
      messages: createMessages(connection, vault, conversations.withLiveLease),
      followUps: createFollowUps(connection, vault),
      cases: createCases(connection, vault),
      sessions: createSessions(connection, vault),
      forms: createForms(connection),
      tasks: createTasks(connection, vault),
      consents: createConsents(connection),
      webLog: createWebLog(connection, vault),
      settings: createSettings(connection),
      blobs: createBlobs(connection, vault),
      letters: createLetterRegister(connection, vault),
      staff: createStaff(connection, vault),
      staffSessions: createStaffSessions(connection),
      audit: createAudit(connection),
      surveys: createSurveys(connection, vault),
      improvements: createImprovements(connection),
      library: createLibrary(connection),
      feedback: createFeedback(connection, vault),
      volunteers: createVolunteers(connection, vault),
      myData: createMyDataRequests(connection, vault),
      myths: createMyths(connection),
      desk: createDesk(connection, unjournaled),
      deskLog: createDeskLog(connection),
      canned: createCanned(connection),
      figures: createFigures(connection),
    };
    await Promise.all(Object.values(connection.models).map((model) => model.syncIndexes()));
    return {
      store: reporting(store),
      rotateKey: vault.rotate,
      close: () => hangUp(connection),
      health: async () => {
        const asked = performance.now();
        try {
          await connection.db!.admin().command({ ping: 1 }, { timeoutMS: PING_WITHIN_MS });
          return { ok: true, ms: performance.now() - asked };
        } catch {
          return { ok: false, reason: "the database did not answer" };
        }
      },
    };
  } catch (error) {
    await hangUp(connection);
    throw asStoreError(error);
  }
}

const PING_WITHIN_MS = 2_000;

function reporting(store: Store): Store {
  const entries = Object.entries(store).map(([name, repository]) => [
    name,
    reportingFailures(repository as object),
  ]);
  return Object.fromEntries(entries) as Store;
}
