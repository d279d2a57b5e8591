/* The page speaks only through the demo's own API. */
export function post(path, body) {
  return call(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** What these telephones show: `khuta-sms|+966551234567`. */
export function view(lanes) {
  const query = new URLSearchParams(lanes.map((lane) => ["lane", lane]));
  return call(`view?${query}`, { signal: AbortSignal.timeout(5_000) });
}

async function call(path, options) {
  const response = await fetch(`/simulator/api/${path}`, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error?.message ?? String(response.status));
  return answer;
}
