import { createHash } from "node:crypto";

export interface DemoChannel {
  transport: string;
  address: string;
  accountSid?: string;
  authToken?: string;
}

/** Synthetic credentials of a text channel, the same at every start: nothing of them works anywhere else. */
export function smsCredentials(association: string, index: number): Required<DemoChannel> {
  const hash = createHash("sha256").update(`wasl demo ${association}`).digest("hex");
  return {
    transport: "sms-twilio",
    address: `+96655000001${index}`,
    accountSid: `AC${hash.slice(0, 32)}`,
    authToken: `demo-${hash.slice(32, 56)}`,
  };
}

/** A number that is linked like a browser has no credentials but itself. */
export function whatsappNumber(index: number): DemoChannel {
  return { transport: "whatsapp-web", address: `+96650000000${index}` };
}

/** The variables that the profile of a channel names, filled with the synthetic values. */
export function credentialsEnvironment(
  credentials: Readonly<Record<string, string>>,
  values: DemoChannel,
): Record<string, string> {
  const byName: Record<string, string | undefined> = {
    accountSid: values.accountSid,
    authToken: values.authToken,
    from: values.address,
    phone: values.address,
  };
  return Object.fromEntries(
    Object.entries(credentials).map(([name, source]) => [variableOf(source), byName[name] ?? ""]),
  );
}

/** A profile names a secret as `env:NAME`. */
export function variableOf(source: string): string {
  return source.replace(/^env:/, "");
}

/**
 * Throws when the environment brings values of its own for a channel: the demo sends nothing to anybody, so a real
 * credential here is a mistake. Names the variables and repeats no value.
 */
export function refuseCredentials(
  variables: readonly string[],
  own: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): void {
  const found = variables.filter((name) => env[name] && env[name] !== own[name]);
  if (found.length > 0)
    throw new Error(
      `The demo takes no credentials of its own, and the environment holds some. Unset, or use npm start:\n${found.map((name) => `  ${name}`).join("\n")}`,
    );
}
