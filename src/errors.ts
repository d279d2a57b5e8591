/** Every error code of Wasl, dotted by the part that raises it. Log lines and HTTP answers carry the code. */
const errorCodes = {
  "config.invalid": "the configuration is not complete or not valid",
  "flow.invalid": "a flow file is not valid",
  "profile.invalid": "an association profile is not valid",
  "locale.invalid": "a locale file is not valid",
  "store.unavailable": "the database did not answer",
  "store.conflict": "someone else changed the document first",
  "queue.unavailable": "Redis did not answer",
  "channel.unknown": "there is no channel of this id",
  "channel.failed": "the channel could not be started",
  "embedded.failed": "an embedded store could not be started",
  "crypto.invalid": "a sealed value could not be opened",
  "form.invalid": "the secure form is not valid",
  "browser.failed": "Chromium could not be started",
  "print.failed": "a letter could not be printed",
  "print.nothing": "there is nothing to print",
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** The world failed (database, queue, network, files). Caught once, where something can be done about it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(
    code: ErrorCode,
    options: { detail?: string; retryable?: boolean; cause?: unknown } = {},
  ) {
    super(options.detail ? `${errorCodes[code]}: ${options.detail}` : errorCodes[code], {
      cause: options.cause,
    });
    this.name = "AppError";
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}
