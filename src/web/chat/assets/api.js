/*
 * The HTTP side: a session, messages, files. Nothing here throws for what a network or a server does; the answer says it.
 */

/** Uploads may be slow on a bad line; a text is tried again sooner. */
const TEXT_DEADLINE_MS = 15_000;
const UPLOAD_DEADLINE_MS = 180_000;

export function createApi({ base, storage, language }) {
  let token = storage.get("token");

  const headers = (more = {}) => ({
    authorization: `Bearer ${token}`,
    "accept-language": language(),
    ...more,
  });

  async function ask(path, options = {}) {
    try {
      return await fetch(base + path, { cache: "no-store", ...options });
    } catch {
      return undefined;
    }
  }

  return {
    hasSession: () => token !== undefined,

    forget() {
      token = undefined;
      storage.remove("token");
    },

    /** Opens a session, or takes up an earlier conversation by a one-time link. `from`: the public place whose
     * link was followed. Undefined: no answer, try again. */
    async open(resume, from) {
      const response = await ask("/sessions", {
        method: "POST",
        headers: { "content-type": "application/json", "accept-language": language() },
        body: JSON.stringify(resume ? { resume } : from ? { from } : {}),
        signal: AbortSignal.timeout(TEXT_DEADLINE_MS),
      });
      if (response?.status !== 201) return response && { status: response.status };
      const opened = await response.json();
      token = opened.token;
      storage.set("token", token);
      return { status: response.status };
    },

    /** Items after `seq`, or the status of a refusal. Undefined: no answer. */
    async after(seq) {
      const response = await ask(`/messages?after=${seq}`, {
        headers: headers(),
        signal: AbortSignal.timeout(TEXT_DEADLINE_MS),
      });
      if (!response) return undefined;
      if (!response.ok) return { status: response.status };
      return response.json().catch(() => undefined);
    },

    stream: (seq, signal) =>
      ask("/stream", { headers: headers({ "last-event-id": String(seq) }), signal }),

    async file(id) {
      const response = await ask(`/files/${encodeURIComponent(id)}`, { headers: headers() });
      return response?.ok ? response.blob() : undefined;
    },

    async post(key, body) {
      const response = await ask("/messages", {
        method: "POST",
        headers: headers({ "content-type": "application/json", "idempotency-key": key }),
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TEXT_DEADLINE_MS),
      });
      return (
        response &&
        answerOf(response.status, response.headers.get("retry-after"), await read(response))
      );
    },

    /** `XMLHttpRequest`, because `fetch` does not tell how far an upload is. */
    upload(key, file, onProgress) {
      const form = new FormData();
      form.append("file", file, file.name);
      return new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open("POST", `${base}/messages`);
        for (const [name, value] of Object.entries(headers({ "idempotency-key": key })))
          request.setRequestHeader(name, value);
        request.timeout = UPLOAD_DEADLINE_MS;
        request.upload.addEventListener("progress", (event) => {
          if (event.lengthComputable) onProgress(event.loaded / event.total);
        });
        request.addEventListener("load", () => {
          const retryAfter = request.getResponseHeader("retry-after");
          resolve(answerOf(request.status, retryAfter, parse(request.responseText)));
        });
        for (const failure of ["error", "timeout", "abort"])
          request.addEventListener(failure, () => resolve(undefined));
        request.send(form);
      });
    },
  };
}

function answerOf(status, retryAfter, body) {
  return {
    status,
    // A server in trouble asks everybody to wait; a person in a chat is tried again sooner.
    retryAfterMs: status === 429 ? Number(retryAfter ?? 0) * 1000 : 0,
    code: body?.error?.code,
    seq: body?.seq,
  };
}

const read = async (response) => parse(await response.text().catch(() => ""));

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
