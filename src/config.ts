import path from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { decodeKey } from "./config-strength.ts";
import { variables } from "./config-variables.ts";
import type { Variable, VariableName } from "./config-variables.ts";
import { AppError } from "./errors.ts";
import { keptMasterKey } from "./master-key.ts";

/** What the environment says, checked once at the start and passed down from main. */
export interface Config {
  production: boolean;
  role: Values["WASL_ROLE"];
  port: number;
  host: string;
  /** Without a slash at its end. */
  publicUrl: string;
  /** Absent (never in production): `openStores` starts an embedded one. */
  mongoUri?: string;
  redisUrl?: string;
  /** 32 bytes or more. */
  masterKey: Buffer;
  dataDir: string;
  flowsDir: string;
  localesDir: string;
  logLevel: Values["LOG_LEVEL"];
  chromiumPath?: string;
  redisServerPath?: string;
  smtpUrl?: string;
  alertFrom?: string;
  twilioApiUrl?: string;
  graphApiUrl?: string;
  smsGatewayUrl?: string;
  whatsappWebUrl?: string;
  failpoint?: string;
  /** The demo: a movable clock, the simulator page, keys of texts shown. */
  demo: boolean;
}

export interface ConfigFault {
  variable: VariableName;
  /** Reads after the name: "is missing". Never repeats the value. */
  reason: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment, names all faults at once and touches the disk only to keep a master key outside
 * production. Throws `config.invalid`.
 */
export function loadConfig(env: Environment): Config {
  const { values, faults } = readEnvironment(env);
  if (faults.length > 0) {
    const lines = faults.map(({ variable, reason }) => `  ${variable} ${reason}`);
    throw new AppError("config.invalid", { detail: `\n${lines.join("\n")}` });
  }
  return configOf(values);
}

/** All faults of the environment, without loading it. */
export function configFaults(env: Environment): ConfigFault[] {
  return readEnvironment(env).faults;
}

type Table = typeof variables;
type Values = {
  [Name in VariableName]: Table[Name] extends { default: string }
    ? z.output<Table[Name]["schema"]>
    : z.output<Table[Name]["schema"]> | undefined;
};

function readEnvironment(env: Environment): { values: Values; faults: ConfigFault[] } {
  const production = env["NODE_ENV"]?.trim() === "production";
  const values: Record<string, unknown> = {};
  const faults: ConfigFault[] = [];
  for (const [name, variable] of entries()) {
    const text = env[name]?.trim() || variable.default; // compose hands on an unset variable as ""
    const read = text === undefined ? { value: undefined } : valueOf(variable, text);
    const reason =
      text === undefined
        ? production && variable.requiredInProduction && "is missing"
        : read.reason || (production && env[name] && variable.weakness?.(text));
    if (reason) faults.push({ variable: name, reason });
    values[name] = read.value;
  }
  const key = values["WASL_MASTER_KEY"];
  if (typeof key === "string" && !decodeKey(key) && !production) {
    faults.push({
      variable: "WASL_MASTER_KEY",
      reason: "must be at least 32 bytes in base64 or hex",
    });
  }
  return { values: values as Values, faults };
}

function entries(): [VariableName, Variable][] {
  return Object.entries(variables) as [VariableName, Variable][];
}

function valueOf(variable: Variable, text: string): { value: unknown; reason?: string } {
  const result = variable.schema.safeParse(text);
  return result.success
    ? { value: result.data }
    : { value: undefined, reason: result.error.issues[0]?.message ?? "is not valid" };
}

function configOf(values: Values): Config {
  const dataDir = path.resolve(values.WASL_DATA_DIR);
  return {
    production: values.NODE_ENV === "production",
    role: values.WASL_ROLE,
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    masterKey: decodeKey(values.WASL_MASTER_KEY ?? "") ?? keptMasterKey(dataDir),
    dataDir,
    flowsDir: shipped(values.WASL_FLOWS_DIR, variables.WASL_FLOWS_DIR.default),
    localesDir: shipped(values.WASL_LOCALES_DIR, variables.WASL_LOCALES_DIR.default),
    logLevel: values.LOG_LEVEL,
    ...given("mongoUri", values.MONGO_URI),
    ...given("redisUrl", values.REDIS_URL),
    ...given("chromiumPath", values.CHROMIUM_PATH),
    ...given("redisServerPath", values.REDIS_SERVER_PATH),
    ...given("smtpUrl", values.SMTP_URL),
    ...given("alertFrom", values.ALERT_FROM),
    ...given("twilioApiUrl", values.TWILIO_API_URL),
    ...given("graphApiUrl", values.GRAPH_API_URL),
    ...given("smsGatewayUrl", values.SMS_GATEWAY_URL),
    ...given("whatsappWebUrl", values.WHATSAPP_WEB_URL),
    ...given("failpoint", values.FAILPOINT),
    demo: values.WASL_DEMO === "1",
  };
}

/** Flows and texts come with the code (beside `src` and `dist`), whatever folder the process was started in. */
function shipped(folder: string, byDefault: string): string {
  return folder === byDefault
    ? fileURLToPath(new URL(`../${folder}`, import.meta.url))
    : path.resolve(folder);
}

function given<Key extends keyof Config>(key: Key, value: Config[Key] | undefined) {
  return (value === undefined ? {} : { [key]: value }) as Partial<Pick<Config, Key>>;
}
