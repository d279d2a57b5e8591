/** How Twilio refuses a request: HTTP status, its own code, its own words. */
export interface Refusal {
  status: number;
  code: number;
  message: string;
  retryAfterSeconds?: number;
}

/** What Twilio would refuse of POST /Messages.json; undefined when the request is good. */
export function refusalOf(params: URLSearchParams): Refusal | undefined {
  const unknown = [...params.keys()].find((name) => !KNOWN_PARAMETERS.has(name));
  if (unknown !== undefined) return badRequest(20001, `unknown parameter ${unknown}`);
  const to = params.get("To");
  if (!to) return badRequest(21604, "A 'To' phone number is required.");
  if (!params.get("From") && !params.get("MessagingServiceSid")) {
    return badRequest(21603, "A 'From' phone number is required.");
  }
  const body = params.get("Body") ?? "";
  if (body === "" && !params.get("MediaUrl") && !params.get("ContentSid")) {
    return badRequest(21602, "Message body is required.");
  }
  if (params.getAll("MediaUrl").some((url) => !URL.canParse(url))) {
    return badRequest(21620, "Invalid media URL(s)");
  }
  if (body.length > 1600) {
    return badRequest(21617, "The concatenated message body exceeds the 1600 character limit");
  }
  if (!/^(whatsapp:)?\+[1-9]\d{6,14}$|^whatsapp:[A-Z]{2}\.[A-Za-z0-9.]+$/.test(to)) {
    return badRequest(21211, `Invalid 'To' Phone Number: ${to}`);
  }
  const code = MAGIC_NUMBERS.get(to);
  return code === undefined ? undefined : refusalOfCode(code, to);
}

/** A refusal by its code, with the recipient in its text as Twilio writes it. */
export function refusalOfCode(code: number, to: string): Refusal {
  const status = STATUS_OF.get(code) ?? 400;
  return { status, code, message: `The request for ${to} was refused (${code})` };
}

function badRequest(code: number, message: string): Refusal {
  return { status: 400, code, message };
}

const STATUS_OF = new Map([
  [20003, 401],
  [20404, 404],
  [20429, 429],
  [20500, 500],
  [20503, 503],
]);

/** Twilio's own test numbers (docs/iam/test-credentials). */
const MAGIC_NUMBERS = new Map([
  ["+15005550001", 21211],
  ["+15005550002", 21612],
  ["+15005550003", 21408],
  ["+15005550004", 21610],
  ["+15005550009", 21614],
]);

/** Parameters of POST /Messages.json in Twilio's OpenAPI file (twilio/twilio-oai). A misspelt one would be ignored silently. */
const KNOWN_PARAMETERS = new Set(
  (
    "To StatusCallback ApplicationSid MaxPrice ProvideFeedback Attempt ValidityPeriod ForceDelivery " +
    "ContentRetention AddressRetention SmartEncoded PersistentAction TrafficType ShortenUrls " +
    "ScheduleType SendAt SendAsMms ContentVariables RiskCheck From FallbackFrom " +
    "MessagingServiceSid Body MediaUrl ContentSid"
  ).split(" "),
);
