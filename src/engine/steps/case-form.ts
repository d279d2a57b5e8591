import { wish, type Run } from "../run.ts";
import { look, property } from "../scope.ts";
import type { Answers, Json } from "../types.ts";

const FORMS_KEPT = 4; // older ones have run out or were used

/** A one-time page to upload these documents of the case that the flow is about. */
export function uploadForm(run: Run, documents: string[]): string {
  const id = wish(run, { kind: "issue_form", fields: [], documents, ttlHours: linkHours(run) });
  rememberForm(run, id);
  return id;
}

/** A one-time page to upload these documents of the request that is being written. */
export function requestPage(run: Run, documents: string[]): string {
  const id = wish(run, { kind: "issue_form", fields: [], documents, ttlHours: linkHours(run) });
  run.state.values[PAGES] = [...requestPages(run), id].slice(-FORMS_KEPT);
  return id;
}

/** The pages of this request: once it has become a case, what comes from them is that case's. */
export function requestPages(run: Run): Json[] {
  const pages = run.state.values[PAGES];
  return Array.isArray(pages) ? pages : [];
}

const PAGES = "form_documents";

/** What comes from the page belongs to this case, whatever is open by then. */
export function rememberForm(run: Run, id: string, more: Answers = {}): void {
  const values = { ...more };
  for (const name of ["case_id", "case_no", "service", "documents"]) {
    const value = look(run, `$case.${name}`);
    if (value !== undefined) values[name] = value;
  }
  run.state.caseForms = [...(run.state.caseForms ?? []), { id, values }].slice(-FORMS_KEPT);
}

export function linkHours(run: Run): number {
  const hours = property(property(run.ctx.policy, "identity"), "link_ttl_hours");
  return typeof hours === "number" ? hours : 24;
}
