import { loadProfiles } from "../../src/conversation/load-profiles.ts";
import {
  credentialsEnvironment,
  refuseCredentials,
  smsCredentials,
  variableOf,
  whatsappNumber,
  type DemoChannel,
} from "./credentials.ts";

/**
 * Associations with a linked WhatsApp number in the demo. One: each number is a Chromium of its own, about 300 MB and
 * some seconds of two cores at the start (docs/architecture.md).
 */
const LINKED: readonly string[] = ["khuta"];

/**
 * Web chat and two-way text messages of every association, WhatsApp where a number is linked, and the environment that
 * their profiles ask for.
 */
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
    if (LINKED.includes(profile.id)) {
      const number = whatsappNumber(LINKED.indexOf(profile.id));
      channels[`${profile.id}-whatsapp`] = number;
      Object.assign(
        credentials,
        credentialsEnvironment(profile.channels.whatsapp.credentials, number),
      );
    }
    for (const channel of Object.values(profile.channels))
      if ("credentials" in channel)
        variables.push(...Object.values(channel.credentials).map(variableOf));
  }
  refuseCredentials(variables, credentials, env);
  return { channels, credentials };
}
