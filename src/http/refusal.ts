/** A request that is refused with a reason. Thrown in a route, turned into an answer in one place (`server.ts`). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
