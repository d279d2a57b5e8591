import { randomUUID } from "node:crypto";
import { transportSettings } from "./channel-options.ts";
import { createChannel, type ChannelSettings } from "./channels/registry.ts";
import type { Address, ChannelKind, Outbound } from "./channels/channel.ts";
import { numberHeldElsewhere } from "./channels/whatsapp-web/elsewhere.ts";
import { drawCode } from "./channels/whatsapp-web/terminal.ts";
import { loadConfig, type Config } from "./config.ts";
import { loadAssociations } from "./conversation/associations.ts";
import { checkFlows } from "./conversation/check-flows.ts";
import { createMovableClock, realClock } from "./conversation/clock.ts";
import { createFailpoint, noFailpoint } from "./conversation/failpoint.ts";
import { createLanes } from "./conversation/lanes.ts";
import { loadFlows } from "./conversation/load-flows.ts";
import type { AssociationId } from "./conversation/ports.ts";
import { createOwners } from "./conversation/owner.ts";
import { lastInboundAt, mayContact } from "./conversation/people.ts";
import { receive } from "./conversation/receive.ts";
import { resume } from "./conversation/resume.ts";
import { runLane } from "./conversation/run-lane.ts";
import { loadSmsSamples } from "./conversation/load-sms-samples.ts";
import { isSendingOff } from "./conversation/sending-switch.ts";
import { makeRounds } from "./conversation/rounds.ts";
import { sweep } from "./conversation/sweep.ts";
import { createAlerts } from "./conversation/alerts.ts";
import { createLive } from "./conversation/live.ts";
import { createStaffed } from "./conversation/staffed.ts";
import { takeReceipt } from "./conversation/take-receipt.ts";
import { createTexts, type Texts } from "./conversation/texts.ts";
import { createTokens } from "./conversation/tokens.ts";
import type { Association, Wake, World } from "./conversation/world.ts";
import { findProgram } from "./embedded/find-program.ts";
import { openStores } from "./embedded/stores.ts";
import { httpParts } from "./http-parts.ts";
import { registerInboxPages } from "./http/inbox-pages.ts";
import { registerSimulatorPage } from "./http/simulator/page.ts";
import { firstAdministrators } from "./http/staff/accounts.ts";
import { registerStaff } from "./http/staff/register.ts";
import { staffRoutes } from "./http/staff/routes.ts";
import { registerSimulatorApi } from "./http/simulator/api.ts";
import { channelFiles } from "./http/files/channel-files.ts";
import { createServer } from "./http/server.ts";
import { AppError } from "./errors.ts";
import { createBus } from "./jobs/bus.ts";
import { createHealthBoard } from "./jobs/health-board.ts";
import { createJobs } from "./jobs/queue.ts";
import { reconcileFollowUps } from "./jobs/reconcile.ts";
import { createLog, type Log } from "./log.ts";
import { openLetters } from "./open-letters.ts";
import { createMailer } from "./mail.ts";
import { connectStore } from "./store/index.ts";

const CONCURRENT_LANES = 64;
const SWEEP_MS = 1_000;
const RECONCILE_MS = 60_000;
const ROUNDS_MS = 15 * 60_000;
const DRAIN_MS = 25_000; // an orchestrator kills after 30 s
const DEMO_PACING = { gapMs: 60, thinkMs: 60, perCharacterMs: 1, longestTypingMs: 300 }; // nobody there blocks numbers
const STOP_MS = 29_000; // a store that is gone may not answer a goodbye; what is stored is safe without one

export interface Running {
  /** Where it listens; undefined for a role without HTTP. */
  url: string | undefined;
  world: World;
  stop(): Promise<void>;
}

/** Puts the parts together for one role: `web` takes messages in, `worker` takes the turns, `all` does both. */
export async function start(
  config: Config,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Running> {
  const log = createLog(config.logLevel);
  const stopping: (() => unknown)[] = [];

  const texts = createTexts(config.localesDir);
  const { flows, files, globalsFile } = loadFlows(config.flowsDir);
  const associations = loadAssociations(config.flowsDir);
  checkFlows({
    flows,
    files,
    globalsFile,
    texts,
    associations: associations.values(),
    samples: loadSmsSamples(config.localesDir),
  });
  const settings = channelSettings(config, env, associations.values(), { log, texts });

  const stores = await openStores(config, log);
  stopping.push(() => stores.stop());
  const connected = await connectStore({
    mongoUri: stores.mongoUri,
    masterKey: config.masterKey,
    log,
  });
  stopping.push(() => connected.close());
  const prefix = prefixOf(stores.mongoUri);
  const bus = createBus({ redisUrl: stores.redisUrl, prefix, log });
  stopping.push(() => bus.stop());
  const movable = config.demo ? await createMovableClock(connected.store.settings, bus) : undefined;
  const clock = movable ?? realClock;
  stopping.push(() => movable?.stop());
  const jobs = createJobs({ redisUrl: stores.redisUrl, prefix, log });
  stopping.push(() => jobs.stop());

  const tokens = createTokens(config.masterKey);
  const channelWorld = {
    publicUrl: config.publicUrl,
    now: () => clock.now(),
    web: { log: connected.store.webLog, bus },
    ...(config.twilioApiUrl ? { twilioApiUrl: config.twilioApiUrl } : {}),
    ...(config.graphApiUrl ? { graphApiUrl: config.graphApiUrl } : {}),
    ...(config.smsGatewayUrl ? { smsGatewayUrl: config.smsGatewayUrl } : {}),
    people: {
      lastInboundAt: (address: Address) =>
        lastInboundAt(connected.store, associationOfChannel(address.channelId), {
          address,
          now: clock.now(),
        }),
      mayContact: (message: Outbound) =>
        mayContact(connected.store, associationOfChannel(message.to.channelId), message),
    },
    isSwitchedOff: (channelId: string) => isSendingOff(connected.store.settings, channelId),
    files: channelFiles(connected.store.blobs, {
      publicUrl: config.publicUrl,
      key: tokens.sessionKey,
      now: () => clock.real(),
    }),
    whatsappWeb: {
      dataDir: config.dataDir,
      chromiumPath:
        config.chromiumPath ?? findProgram("chromium", "chromium-browser") ?? "chromium",
      ...(config.whatsappWebUrl ? { pageUrl: config.whatsappWebUrl } : {}),
      showCode: (code: Parameters<typeof drawCode>[0]) => void process.stderr.write(drawCode(code)),
      ...(config.demo ? { pacing: DEMO_PACING } : {}),
      log,
    },
  };
  const takesTurns = config.role === "all" || config.role === "worker";
  const board = createHealthBoard(bus);
  stopping.push(() => board.stop());
  const channels = new Map(
    settings.map((each) => {
      const channel = createChannel(each, channelWorld);
      // Whoever takes the turns sends, so that process holds the linked numbers (docs/architecture.md).
      const isHere = each.transport !== "whatsapp-web" || takesTurns;
      const elsewhere = { healthOf: board.of, now: clock.real };
      if (!isHere) return [each.id, numberHeldElsewhere(channel, elsewhere)];
      // How a provider answers shows where messages are sent.
      const health = () => board.of(each.id) ?? channel.health();
      return [each.id, takesTurns ? channel : { ...channel, health }];
    }),
  );
  const lanes = createLanes((association, lane) => runLane(world, association, lane), {
    concurrency: CONCURRENT_LANES,
    onError: (error) => log.error({ err: error }, "a turn failed and is tried again"),
  });
  const wake: Wake = {
    lane: (association, lane) =>
      takesTurns ? lanes.wake(association, lane) : jobs.wakeLane(association, lane),
    laneLater: (association, lane, delayMs) => lanes.wakeLater(association, lane, delayMs),
    followUp: (followUp) => {
      const delay = followUp.dueAt.getTime() - clock.now().getTime();
      jobs
        .wakeFollowUp(followUp, delay)
        .catch((error: Error) =>
          log.warn({ reason: error.message }, "follow-up not queued; the reconciler will"),
        );
    },
  };
  const paper = openLetters(
    {
      store: connected.store,
      associations,
      texts,
      flows,
      clock,
      publicUrl: config.publicUrl,
    },
    config.chromiumPath,
  );
  stopping.push(() => paper.stop());
  const newId = () => randomUUID().replaceAll("-", "");
  const live = createLive({ store: connected.store, clock, log }, bus);
  const staffed = await createStaffed(connected.store.staff, associations.keys());
  stopping.push(() => staffed.stop());
  const world: World = {
    store: connected.store,
    channels,
    associations,
    flows,
    texts,
    tokens,
    clock,
    wake,
    newId,
    owners: createOwners(newId),
    failpoint: config.production ? noFailpoint : createFailpoint(config.failpoint, config.dataDir),
    letters: paper.letters,
    publicUrl: config.publicUrl,
    log,
    live,
    staffed,
  };
  stopping.push(() => live.settled());
  const mail =
    config.smtpUrl && config.alertFrom ? createMailer(config.smtpUrl, config.alertFrom) : undefined;
  stopping.push(() => mail?.stop());
  const alertStaff = createAlerts(world, mail);
  live.onAlert((association, alert) => {
    alertStaff(association, alert).catch((error: Error) =>
      log.warn({ reason: error.message }, "staff were not alerted"),
    );
  });

  for (const channel of channels.values()) {
    await channel.start({
      onInbound: (message) => receive(world, associationOfChannel(channel.id), message),
      onReceipt: (receipt) => takeReceipt(world, associationOfChannel(channel.id), receipt),
      onHealth: (health) => {
        if (takesTurns) board.tell(channel.id, health);
        log.info({ channel: channel.id, state: health.state }, "channel health");
      },
    });
    stopping.push(() => channel.stop());
  }

  if (takesTurns) {
    const reconcile = () =>
      reconcileFollowUps(world, jobs).catch((error: Error) =>
        log.warn({ reason: error.message }, "follow-ups not reconciled"),
      );
    const look = () =>
      sweep(world).catch((error: Error) => log.warn({ reason: error.message }, "sweep failed"));
    jobs.work({
      lane: (association, lane) => lanes.wake(association, lane),
      followUp: (association, id) => resume(world, association, id),
    });
    const rounds = () =>
      makeRounds(world, mail).catch((error: Error) =>
        log.warn({ reason: error.message }, "the rounds of the month were not made"),
      );
    movable?.onMove(() => void reconcile().then(rounds));
    stopping.push(
      every(SWEEP_MS, look),
      every(RECONCILE_MS, reconcile),
      every(ROUNDS_MS, rounds),
      () => lanes.drain(DRAIN_MS),
    );
    await Promise.all([look(), reconcile()]);
  }
  const url = config.role === "worker" ? undefined : await serve();
  log.info({ role: config.role, url }, "Wasl is running");

  return {
    url,
    world,
    async stop() {
      for (const stop of stopping.toReversed()) await stop();
    },
  };

  async function serve(): Promise<string> {
    const app = await createServer(
      httpParts(world, { config, bus, health: connected.health, redis: () => jobs.health() }),
    );
    await registerStaff(app, { world, bus, ...config }, staffRoutes);
    await registerInboxPages(app, texts);
    if (movable && config.twilioApiUrl) {
      registerSimulatorPage(app, world);
      registerSimulatorApi(app, {
        world,
        clock: movable,
        twilioUrl: config.twilioApiUrl,
        ...(config.whatsappWebUrl ? { whatsappUrl: config.whatsappWebUrl } : {}),
        senders: sendersOf(associations.values(), env),
        kill: (name) => void process.send?.({ kill: name }),
      });
    }
    if (!config.demo) await tellFirstAdministrators(world);
    stopping.push(() => app.close());
    return app.listen({ port: config.port, host: config.host });
  }
}

/** There is no default password: who sees this terminal opens the first account. The link is never logged. */
async function tellFirstAdministrators(world: World): Promise<void> {
  for (const { association, login, url } of await firstAdministrators(world))
    process.stderr.write(`${association}: the first administrator (${login}) sets up by ${url}\n`);
}

/**
 * The channels that this process carries, their secrets read from the environment. All that is missing is told at once.
 * An approval that was recorded for the demonstration opens no channel in production (policy.md 4.2).
 */
function channelSettings(
  config: Config,
  env: NodeJS.ProcessEnv,
  associations: Iterable<Association>,
  { log, texts }: { log: Log; texts: Texts },
): ChannelSettings[] {
  const settings: ChannelSettings[] = [];
  const missing: string[] = [];
  for (const { id, profile } of associations) {
    for (const kind of ["web", "sms", "whatsapp"] as const satisfies readonly ChannelKind[]) {
      const channel = profile.channels[kind];
      const { enabled, transport, direction, credentials, approval } = channel;
      if (!enabled && !isOpenedByDemo(config, env, credentials)) continue;
      if (config.production && approval.ref === "demo") {
        log.warn({ channel: `${id}-${kind}` }, "off: its approval is for the demonstration only");
        continue;
      }
      if (config.production && transport === "whatsapp-web" && channel.real_use) {
        log.warn(
          { channel: `${id}-${kind}` },
          "off: health data must not pass an unofficial client",
        );
        continue;
      }
      const secrets = fromEnvironment(credentials, env);
      missing.push(
        ...Object.entries(credentials).flatMap(([name, source]) =>
          secrets[name] === ""
            ? [`  ${source.replace(/^env:/, "")} is missing (${id}-${kind})`]
            : [],
        ),
      );
      settings.push({
        id: `${id}-${kind}`,
        transport,
        direction,
        credentials: secrets,
        ...transportSettings(`${id}-${kind}`, channel, texts),
      });
    }
  }
  if (missing.length > 0)
    throw new AppError("config.invalid", { detail: `\n${missing.join("\n")}` });
  return settings;
}

/** The demo opens a channel that is off in the profile by giving every credential that the profile names for it. */
function isOpenedByDemo(
  { demo }: Config,
  env: NodeJS.ProcessEnv,
  credentials: Readonly<Record<string, string>>,
): boolean {
  const values = Object.values(fromEnvironment(credentials, env));
  return demo && values.length > 0 && values.every((value) => value !== "");
}

/** Numbers and accounts of the demo's telephone channels, which the simulator speaks to as their provider. */
function sendersOf(associations: Iterable<Association>, env: NodeJS.ProcessEnv) {
  return Object.fromEntries(
    [...associations].flatMap(({ id, profile }) => {
      const { accountSid = "", from = "" } = fromEnvironment(profile.channels.sms.credentials, env);
      const { phone = "" } = fromEnvironment(profile.channels.whatsapp.credentials, env);
      return [
        [`${id}-sms`, { accountSid, from }],
        [`${id}-whatsapp`, { accountSid: "", from: phone }],
      ];
    }),
  );
}

/** A profile names its secrets as `env:NAME`; the values never stand in a file. */
function fromEnvironment(
  credentials: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(credentials).map(([name, source]) => [
      name,
      env[source.replace(/^env:/, "")] ?? "",
    ]),
  );
}

function associationOfChannel(channelId: string): AssociationId {
  return channelId.split("-")[0] as AssociationId;
}

/** Queues and notes of one database do not mix with those of another on the same Redis. */
function prefixOf(mongoUri: string): string {
  return `wasl-${new URL(mongoUri.replace(/^mongodb(\+srv)?:/, "http:")).pathname.slice(1) || "wasl"}`;
}

function every(ms: number, work: () => Promise<unknown>): () => void {
  const timer = setInterval(() => void work(), ms);
  return () => clearInterval(timer);
}

if (import.meta.filename === process.argv[1]) {
  await runAsProgram().catch((error: unknown) => {
    // What the operator can mend is told in words; anything else is ours and comes with its stack.
    const told =
      error instanceof AppError
        ? error.message
        : error instanceof Error
          ? error.stack
          : String(error);
    process.stderr.write(`${told}\n`);
    process.exit(1);
  });
}
async function runAsProgram(): Promise<void> {
  const running = await start(loadConfig(process.env));
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
  // A child of the demo's supervisor goes when its parent goes.
  process.on("disconnect", stop);
  process.send?.({ ready: true }); // last: whoever hears it may tell us to stop at once
}
