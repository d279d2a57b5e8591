/** How the Graph API refuses a request: HTTP status, its own code, its own words. */
export interface Refusal {
  status: number;
  code: number;
  details: string;
  retryAfterSeconds?: number;
}

export function refusalOfCode(code: number, details = `refused (${code})`): Refusal {
  return { status: STATUS_OF.get(code) ?? 400, code, details };
}

/** As the API words it: whoever reads it has to go by the code. */
export function errorBody({ code, details }: Refusal) {
  return {
    error: {
      message: `(#${code}) ${details}`,
      type: "OAuthException",
      code,
      error_data: { messaging_product: "whatsapp", details },
      fbtrace_id: "A1b2C3d4E5f6G7h8",
    },
  };
}

const STATUS_OF = new Map([
  [0, 401],
  [190, 401],
  [3, 403],
  [10, 403],
  [368, 403],
  [130497, 403],
  [4, 429],
  [80007, 429],
  [130429, 429],
  [131056, 429],
  [33, 404],
  [2, 503],
  [131000, 500],
  [131016, 503],
]);
