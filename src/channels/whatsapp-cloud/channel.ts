import type { Channel, ChannelError, Outbound, SendOutcome } from "../channel.ts";
import { createLife } from "../life.ts";
import { errorOf, NOT_STARTED, rejected, requireOurs, throttle } from "../outcome.ts";
import { isWindowClosed, SCHEMES } from "../whatsapp.ts";
import { fileContent, requestOf, templateContent, type Content } from "./content.ts";
import { actionForGraph, outcomeOfCall } from "./errors.ts";
import { createGraph } from "./graph.ts";
import {
  capabilitiesOf,
  MAX_CAPTION_CHARS,
  MAX_TEXT_CHARS,
  type WhatsappCloudOptions,
} from "./options.ts";
import { renderCloud, type RenderedCloud } from "./render.ts";
import { mediaDeadline, withFile } from "./take-in-media.ts";
import { uploadFile } from "./upload.ts";
import { answerWebhook } from "./webhook.ts";

/**
 * WhatsApp by Meta's Cloud API, the way for production. At Meta set the callback to `<publicUrl>/webhooks/<id>` with the
 * verify token, and subscribe `messages` (and `smb_message_echoes` where the number stays in the app as well).
 *
 * There is no list of sent messages to look into, so what has no outcome stays unknown until a report of it comes.
 */
export function createWhatsappCloud(options: WhatsappCloudOptions): Channel {
  const { id, phoneNumberId, appSecret, nextAppSecret, verifyToken, now } = options;
  const graph = createGraph(options);
  const capabilities = capabilitiesOf(options);
  const life = createLife({ identity: phoneNumberId, now, actionFor: actionForGraph });
  const render = (message: Outbound) => renderCloud(message, options.listButton);
  const door = {
    recipient: { channelId: id, phoneNumberId },
    secrets: nextAppSecret === undefined ? [appSecret] : [appSecret, nextAppSecret],
    verifyToken,
    complete() {
      const deadline = mediaDeadline(options);
      return (inbound: Parameters<typeof withFile>[0]) =>
        withFile(inbound, { graph, options, deadline });
    },
  };

  async function send(message: Outbound): Promise<SendOutcome> {
    const rendered = render(message);
    const refusal =
      refusalOf(message, rendered, capabilities.media.outbound) ??
      throttle(options.rateLimit, message, 1);
    if (refusal) return rejected(refusal);
    const content = await contentFor(message, rendered);
    if ("class" in content) return rejected(content);
    const call = graph.post(`${phoneNumberId}/messages`, requestOf(message, content));
    return life.learn(outcomeOfCall(await call));
  }

  async function contentFor(
    message: Outbound,
    rendered: RenderedCloud,
  ): Promise<Content | ChannelError> {
    const { body } = message;
    const isLate = await isWindowClosed(options, message);
    const late = isLate ? templateContent(options, message) : undefined;
    if (isLate && !late) return errorOf("window-closed", "the person wrote more than 24 hours ago");
    if (body.kind !== "media" || !options.loadMedia) return late ?? rendered.content;
    const file = await upload(body, options.loadMedia);
    if ("class" in file) return file;
    return (late && templateContent(options, message, file.id)) ?? fileContent(body, file.id);
  }

  async function upload(
    body: Extract<Outbound["body"], { kind: "media" }>,
    loadMedia: NonNullable<WhatsappCloudOptions["loadMedia"]>,
  ): Promise<{ id: string } | ChannelError> {
    const bytes = await loadMedia(body.storageKey).catch(() => undefined);
    if (!bytes) return errorOf("transient", "the file could not be read");
    if (bytes.length > capabilities.media.maxBytes)
      return errorOf("content", "the file is larger than may be sent");
    return uploadFile(graph, phoneNumberId, body, bytes);
  }

  return {
    id,
    kind: "whatsapp",
    transport: "whatsapp-cloud",
    capabilities,
    start: async (events) => life.start(events),
    stop: () => life.stop(),
    health: () => life.health(),
    render,

    async send(message) {
      requireOurs(message, id, SCHEMES);
      return life.events() ? life.track(send(message)) : NOT_STARTED;
    },

    webhookBytes: WEBHOOK_BYTES,
    webhook: (request) => answerWebhook(door, request, life.events()),
  };
}

/** Meta gathers messages and reports in one call. */
const WEBHOOK_BYTES = 3 * 1024 * 1024;

/** What would only cost a call to be refused. */
function refusalOf(
  { body }: Outbound,
  { text }: RenderedCloud,
  sendsFiles: boolean,
): ChannelError | undefined {
  if (body.kind === "media") {
    if (!sendsFiles) return errorOf("unsupported", "this channel sends no files");
    const isTooLong = (body.caption ?? "").length > MAX_CAPTION_CHARS;
    return isTooLong ? errorOf("content", "the caption is too long") : undefined;
  }
  if (text === "") return errorOf("content", "the text is empty");
  if (text.length > MAX_TEXT_CHARS)
    return errorOf("content", `the text is over ${MAX_TEXT_CHARS} characters`);
  return undefined;
}
