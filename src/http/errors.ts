import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { AppError } from "../errors.ts";
import type { Json } from "../engine/types.ts";
import type { HttpParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

const RETRY_AFTER_S = 5;

/** What a failed request is told: a code for programs, a reason for whoever reads. */
export interface Failure {
  status: number;
  code: string;
  message: string;
  retryAfterS?: number;
  data?: Json;
}

/** Every failure leaves as JSON `{ error: { code, message } }`; nothing of ours and nothing of a person is in it. */
export function registerErrors(app: FastifyInstance, parts: HttpParts): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const failure = failureOf(error);
    if (failure.status >= 500)
      parts.log.error({ err: error, route: request.routeOptions.url }, "a request failed");
    return sendFailure(reply, failure);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendFailure(reply, {
      status: 404,
      code: "http.unknown",
      message: "there is nothing at this address",
    }),
  );
}

/** The world failed (503, try again), the request was wrong (4xx), or we were (500). */
export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) {
    const { status, code, message, retryAfterS, data } = error;
    return {
      status,
      code,
      message,
      ...(retryAfterS ? { retryAfterS } : {}),
      ...(data === undefined ? {} : { data }),
    };
  }
  if (error instanceof AppError && error.retryable)
    return {
      status: 503,
      code: error.code,
      message: "not stored, try again",
      retryAfterS: RETRY_AFTER_S,
    };
  const { statusCode = 500, code = "" } = error as Partial<FastifyError>;
  if (statusCode < 500)
    return { status: statusCode, ...(known[code] ?? known["FST_ERR_BAD_REQUEST"]!) };
  return { status: 500, code: "http.failed", message: "something failed here; try again" };
}

function sendFailure(reply: FastifyReply, failure: Failure): FastifyReply {
  const { status, code, message, retryAfterS, data } = failure;
  if (retryAfterS) reply.header("retry-after", String(retryAfterS));
  // What is left of a body that is too large is not read: the connection ends with the answer.
  if (status === 413) reply.header("connection", "close");
  return reply
    .code(status)
    .send({ error: { code, message, ...(data === undefined ? {} : { data }) } });
}

/** What Fastify refuses by itself, in our words; its own may repeat what was sent. */
const known: Record<string, Pick<Failure, "code" | "message">> = {
  FST_ERR_BAD_REQUEST: { code: "http.invalid", message: "the request cannot be read" },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: "http.too_large", message: "the body is too large" },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "http.media_type",
    message: "this content type is not taken here",
  },
  FST_REQ_FILE_TOO_LARGE: { code: "file.too_large", message: "the file is too large" },
};
