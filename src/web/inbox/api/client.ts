/** A refusal of the server, or no answer at all (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly data: unknown;

  constructor(status: number, code: string, message: string, data?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.data = data;
  }
}

let csrf = "";
export function setCsrf(token: string): void {
  csrf = token;
}

const DEADLINE_MS = 20_000;

export const get = <T>(path: string) => call<T>("GET", path);
export const post = <T>(path: string, body: unknown = {}) => call<T>("POST", path, body);
export const remove = <T>(path: string) => call<T>("DELETE", path, {});

/** The bytes are the body; the name goes in a header, because addresses are logged. */
export const upload = <T>(path: string, file: File) => call<T>("POST", path, file);

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await send(method, path, body);
  const text = await answer.text();
  const content = text === "" ? undefined : (JSON.parse(text) as unknown);
  if (answer.ok) return content as T;
  const { error } = (content ?? {}) as {
    error?: { code?: string; message?: string; data?: unknown };
  };
  throw new ApiError(
    answer.status,
    error?.code ?? "http.failed",
    error?.message ?? answer.statusText,
    error?.data,
  );
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-csrf-token"] = csrf;
  const isFile = body instanceof File;
  if (body !== undefined)
    headers["content-type"] = isFile ? "application/octet-stream" : "application/json";
  if (isFile) headers["x-file-name"] = encodeURIComponent(body.name);
  try {
    return await fetch(`/api${path}`, {
      method,
      headers,
      body: body === undefined ? null : isFile ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
  } catch (error) {
    throw new ApiError(0, "http.offline", error instanceof Error ? error.message : "no answer");
  }
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, "page.failed", String(error));
}
