import { loadProfiles } from "../../src/conversation/load-profiles.ts";
import {
  credentialsEnvironment,
  refuseCredentials,
  smsCredentials,
  variableOf,
  type DemoChannel,
} from "./credentials.ts";

/** Web chat and two-way text messages of every association, and the environment that their profiles ask for. */
export function demoChannels(
  flowsDir: string,
  url: string,
  env: NodeJS.ProcessEnv,
): { channels: Record<string, DemoChannel>; credentials: Record<string, string> } {
  const channels: Record<string, DemoChannel> = {};
  const credentials: Record<string, string> = {};
  const variables: string[] = [];
  for (const [index, profile] of loadProfiles(flowsDir).entries()) {
    const sms = smsCredentials(profile.id, index);
    channels[`${profile.id}-web`] = { transport: "web", address: `${url}/chat/${profile.id}-web` };
    channels[`${profile.id}-sms`] = sms;
    Object.assign(credentials, credentialsEnvironment(profile.channels.sms.credentials, sms));
    for (const channel of Object.values(profile.channels))
      if ("credentials" in channel)
        variables.push(...Object.values(channel.credentials).map(variableOf));
  }
  refuseCredentials(variables, credentials, env);
  return { channels, credentials };
}
