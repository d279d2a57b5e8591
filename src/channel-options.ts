import type { DigitalChannel } from "./cases/profile-channels.ts";
import type { TransportSettings } from "./channels/registry.ts";
import type { Texts } from "./conversation/texts.ts";
import { AppError } from "./errors.ts";

const LIST_BUTTON = "whatsapp.list_button";
const MAX_BUTTON_CHARS = 20;

/** What a profile says to one transport alone, in the words of the registry; text keys become texts. */
export function transportSettings(
  channelId: string,
  channel: DigitalChannel,
  texts: Pick<Texts, "plain">,
): TransportSettings {
  switch (channel.transport) {
    case "web":
    case "sms-twilio":
      return {};
    case "sms-http": {
      const { gateway, url, country } = channel;
      return { gateway, ...given({ url, country }) };
    }
    case "whatsapp-web": {
      const { pairing, polls, paused } = channel;
      return given({ pairing, polls, paused });
    }
    case "whatsapp-cloud": {
      const { templates, graph_version: graphVersion, list_button = LIST_BUTTON } = channel;
      requireTexts(channelId, templates, texts);
      const listButton = buttonText(channelId, list_button, texts);
      return { listButton, ...given({ templates, graphVersion }) };
    }
    case "whatsapp-twilio": {
      const { content } = channel;
      requireTexts(channelId, content?.templates, texts);
      return content ? { content: { ...given(content) } } : {};
    }
  }
}

/** A template for a message that does not exist would be missed on the day on which it is needed. */
function requireTexts(
  channelId: string,
  templates: Readonly<Record<string, unknown>> | undefined,
  texts: Pick<Texts, "plain">,
): void {
  for (const key of Object.keys(templates ?? {}))
    if (key !== "*" && texts.plain(key, "ar") === undefined)
      throw refusal(
        channelId,
        `its template "${key}" is for no message: use the key of a text, or *`,
      );
}

function buttonText(channelId: string, key: string, texts: Pick<Texts, "plain">) {
  const [ar, en] = [texts.plain(key, "ar"), texts.plain(key, "en")];
  if (ar === undefined || en === undefined)
    throw refusal(channelId, `list_button: there is no text "${key}"`);
  if (Math.max(ar.length, en.length) > MAX_BUTTON_CHARS)
    throw refusal(channelId, `list_button: "${key}" is longer than ${MAX_BUTTON_CHARS} signs`);
  return { ar, en };
}

function refusal(channelId: string, detail: string): AppError {
  const [association = "", kind = ""] = channelId.split("-");
  const place = `associations/${association}.yaml: channels.${kind}`;
  return new AppError("profile.invalid", { detail: `\n${place}: ${detail}` });
}

/** Without what is not said. */
function given<Values extends object>(values: Values) {
  const said = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [Name in keyof Values]?: Exclude<Values[Name], undefined> };
}
