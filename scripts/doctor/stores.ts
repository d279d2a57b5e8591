import { Redis } from "ioredis";
import { mongo } from "mongoose";
import type { Environment } from "../../src/config.ts";
import { systemParts } from "../machine.mjs";
import { fault, missing, nameOf, note, ok } from "./finding.ts";
import type { Finding } from "./finding.ts";

const PATIENCE_MS = 5_000;
const MAX_CLOCK_DIFFERENCE_MS = 5_000; // codes, tokens and deadlines are reckoned here, stored there

export async function mongodb(env: Environment): Promise<Finding> {
  const uri = env["MONGO_URI"];
  if (!uri) return embedded(env, "MONGO_URI", "the embedded engine");
  try {
    const client = new mongo.MongoClient(uri, {
      serverSelectionTimeoutMS: PATIENCE_MS,
      connectTimeoutMS: PATIENCE_MS,
    });
    try {
      const before = Date.now();
      const hello = await client.db("admin").command({ hello: 1 });
      return mongoFinding(hello, Math.abs(Number(hello["localTime"]) - before));
    } finally {
      await client.close();
    }
  } catch (error) {
    return fault(
      `does not answer (${nameOf(error)})`,
      "check MONGO_URI, the firewall and that the server runs",
      "تحقق من MONGO_URI ومن الجدار الناري ومن أن الخادم يعمل",
    );
  }
}

export async function redis(env: Environment): Promise<Finding> {
  const url = env["REDIS_URL"];
  if (!url) {
    const program = systemParts["redis-server"].find();
    return program ? embedded(env, "REDIS_URL", program) : missing("redis-server");
  }
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    retryStrategy: () => null,
  });
  client.on("error", () => {}); // told by the promises below
  try {
    await client.connect();
    const version = /^redis_version:(\S+)/m.exec(await client.info("server"))?.[1] ?? "0";
    // A managed Redis may forbid CONFIG; then its own console must be asked.
    const settings = await client
      .config("GET", "maxmemory-policy", "appendonly")
      .catch(() => undefined);
    return redisFinding(version, settings);
  } catch (error) {
    return fault(
      `does not answer (${nameOf(error)})`,
      "check REDIS_URL, the firewall and that the server runs",
      "تحقق من REDIS_URL ومن الجدار الناري ومن أن الخادم يعمل",
    );
  } finally {
    client.disconnect();
  }
}

/** What a server says of itself, and how far its clock is from ours. */
export function mongoFinding(hello: Record<string, unknown>, clockDifferenceMs: number): Finding {
  if (clockDifferenceMs > MAX_CLOCK_DIFFERENCE_MS) {
    return fault(
      `its clock is ${Math.round(clockDifferenceMs / 1000)} s away from ours`,
      "run a time service (chrony) on both machines",
      "شغّل خدمة ضبط الوقت (chrony) على الجهازين",
    );
  }
  if (hello["msg"] === "isdbgrid") return ok("sharded cluster");
  if (typeof hello["setName"] === "string") {
    const members = Array.isArray(hello["hosts"]) ? hello["hosts"].length : 1;
    return members > 1
      ? ok(`replica set of ${members}`)
      : note(
          "replica set of one",
          "add two members to survive the loss of a disk",
          "أضف عضوين لتجاوز فقدان قرص",
        );
  }
  return note(
    "standalone server",
    "a replica set survives the loss of a machine; take backups",
    "مجموعة النسخ تتجاوز فقدان جهاز؛ واحرص على النسخ الاحتياطية",
  );
}

/** `settings`: pairs as CONFIG GET answers them; undefined where it is forbidden. */
export function redisFinding(version: string, settings: unknown): Finding {
  if (Number(version.split(".")[0]) < 7) {
    return fault(
      `version ${version} is too old`,
      "install Redis 7 or newer",
      "ثبّت Redis بالإصدار 7 أو أحدث",
    );
  }
  if (!Array.isArray(settings)) {
    return note(
      `version ${version}; its settings may not be read`,
      "see that its policy is noeviction and that it persists",
      "تأكد من سياسة noeviction ومن حفظ البيانات",
    );
  }
  const valueOf = (name: string): unknown => settings[settings.indexOf(name) + 1];
  if (valueOf("maxmemory-policy") !== "noeviction") {
    return fault(
      "it evicts keys when memory is short: follow-ups would be late",
      "redis-cli CONFIG SET maxmemory-policy noeviction",
      "redis-cli CONFIG SET maxmemory-policy noeviction",
    );
  }
  if (valueOf("appendonly") !== "yes") {
    return note(
      "it keeps nothing over a restart; follow-ups are rebuilt, later",
      "redis-cli CONFIG SET appendonly yes",
      "redis-cli CONFIG SET appendonly yes",
    );
  }
  return ok(`version ${version}, noeviction, append-only file`);
}

function embedded(env: Environment, variable: string, what: string): Finding {
  return env["NODE_ENV"] === "production"
    ? fault(
        `no ${variable}`,
        `set ${variable}: production starts no store`,
        `اضبط ${variable}: لا يُشغَّل مخزن مدمج في الإنتاج`,
      )
    : ok(`no ${variable}: ${what} will be started`);
}
