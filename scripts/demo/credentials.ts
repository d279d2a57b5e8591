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

/**
 * The variables that the profiles name, filled with the synthetic values. Refuses an environment that brings others:
 * the demo sends nothing to anybody, and a real credential here is a mistake.
 */
export function credentialsEnvironment(
  credentials: Readonly<Record<string, string>>,
  values: Required<DemoChannel>,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const byName: Record<string, string> = {
    accountSid: values.accountSid,
    authToken: values.authToken,
    from: values.address,
  };
  return Object.fromEntries(
    Object.entries(credentials).map(([name, source]) => {
      const variable = source.replace(/^env:/, "");
      const value = byName[name] ?? "";
      if (env[variable] !== undefined && env[variable] !== value) {
        throw new Error(
          `${variable} is set: the demo takes no credentials of its own. Unset it, or use npm start.`,
        );
      }
      return [variable, value];
    }),
  );
}
