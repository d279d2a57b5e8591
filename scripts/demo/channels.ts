import { loadProfiles } from "../../src/conversation/load-profiles.ts";
import { credentialsEnvironment, smsCredentials, type DemoChannel } from "./credentials.ts";

/** Web chat and two-way text messages of every association, and the environment that their profiles ask for. */
export function demoChannels(
  flowsDir: string,
  url: string,
  env: NodeJS.ProcessEnv,
): { channels: Record<string, DemoChannel>; credentials: Record<string, string> } {
  const channels: Record<string, DemoChannel> = {};
  const credentials: Record<string, string> = {};
  for (const [index, profile] of loadProfiles(flowsDir).entries()) {
    const sms = smsCredentials(profile.id, index);
    channels[`${profile.id}-web`] = { transport: "web", address: `${url}/chat/${profile.id}-web` };
    channels[`${profile.id}-sms`] = sms;
    Object.assign(credentials, credentialsEnvironment(profile.channels.sms.credentials, sms, env));
  }
  return { channels, credentials };
}
