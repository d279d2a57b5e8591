import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { AssociationId, FollowUp } from "../conversation/ports.ts";
import type { Log } from "../conversation/world.ts";

/*
 * BullMQ carries wake-ups, never the truth: a job says "look", and what is found in MongoDB decides. So a job that runs
 * twice, late or not at all costs delay only. Job ids hold no ":"; data are ids, never a text or a number of a person.
 */

export interface Jobs {
  /** Tells a worker process that a lane has something to do. */
  wakeLane(association: AssociationId, lane: string): void;
  /** Wakes a follow-up at its time; only what is due within the horizon lives in Redis. */
  wakeFollowUp(
    followUp: Pick<FollowUp, "id" | "associationId" | "dueAt">,
    delayMs: number,
  ): Promise<void>;
  /** Starts to take jobs. Without it this process only adds them. */
  work(handlers: {
    lane: (association: AssociationId, lane: string) => void;
    followUp: (association: AssociationId, id: string) => Promise<unknown>;
  }): void;
  health(): Promise<{ ok: true } | { ok: false; reason: string }>;
  stop(): Promise<void>;
}

const LANES = "lanes";
const FOLLOW_UPS = "follow-ups";
const KEEP = { removeOnComplete: true, removeOnFail: { age: 24 * 3600, count: 1000 } };

export function createJobs(options: { redisUrl: string; prefix: string; log: Log }): Jobs {
  // A request to Redis that fails must not hang the one who asked; a worker waits for Redis as long as it takes.
  const adding = connect(options, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
  const lanes = new Queue<{ association: string; lane: string }>(LANES, {
    connection: adding,
    prefix: options.prefix,
  });
  const followUps = new Queue<{ association: string; id: string }>(FOLLOW_UPS, {
    connection: adding,
    prefix: options.prefix,
  });
  const closing: (() => Promise<unknown>)[] = [];
  for (const queue of [lanes, followUps])
    queue.on("error", (error) =>
      options.log.warn({ queue: queue.name, reason: error.message }, "queue error"),
    );

  return {
    wakeLane(association, lane) {
      // Lost when Redis is down: the sweeper of the worker finds the row a second later.
      lanes
        .add("look", { association, lane }, KEEP)
        .catch((error: Error) => options.log.warn({ reason: error.message }, "wake-up not queued"));
    },
    async wakeFollowUp(followUp, delayMs) {
      const jobId = `${followUp.id}.${followUp.dueAt.getTime()}`;
      await followUps.add(
        "look",
        { association: followUp.associationId, id: followUp.id },
        { ...KEEP, jobId, delay: Math.max(0, delayMs) },
      );
    },
    work(handlers) {
      const connection = connect(options, { maxRetriesPerRequest: null });
      const workers = [
        new Worker<{ association: string; lane: string }>(
          LANES,
          (job) =>
            Promise.resolve(handlers.lane(job.data.association as AssociationId, job.data.lane)),
          {
            connection,
            prefix: options.prefix,
            concurrency: 64,
          },
        ),
        new Worker<{ association: string; id: string }>(
          FOLLOW_UPS,
          (job) => handlers.followUp(job.data.association as AssociationId, job.data.id),
          {
            connection,
            prefix: options.prefix,
            concurrency: 8,
          },
        ),
      ];
      for (const worker of workers) {
        worker.on("error", (error) =>
          options.log.warn({ worker: worker.name, reason: error.message }, "worker error"),
        );
        worker.on("failed", (job, error) =>
          options.log.error(
            { worker: worker.name, job: job?.id, reason: error.message },
            "job failed",
          ),
        );
      }
      closing.push(async () => {
        const closed = Promise.all(workers.map((worker) => worker.close()));
        // A worker waits for Redis also with its goodbye; where there is none, nobody waits for one.
        await Promise.race([closed, lossOf(connection)]);
        connection.disconnect();
      });
    },
    async health() {
      return adding.status === "ready"
        ? { ok: true }
        : { ok: false, reason: `Redis is ${adding.status}` };
    },
    async stop() {
      for (const close of closing) await close();
      await Promise.all([lanes.close(), followUps.close()]);
      adding.disconnect();
    },
  };
}

function connect(
  { redisUrl, log }: { redisUrl: string; log: Log },
  more: { maxRetriesPerRequest: number | null; enableOfflineQueue?: boolean },
): Redis {
  const redis = new Redis(redisUrl, {
    ...more,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  });
  redis.on("error", (error) => log.warn({ reason: error.message }, "Redis does not answer"));
  return redis;
}

/** Resolves when the connection is lost, at once where it is lost already. */
function lossOf(connection: Redis): Promise<void> {
  return new Promise((resolve) => {
    if (connection.status === "ready") connection.once("close", resolve);
    else resolve();
  });
}
