import { escapeHtml, htmlPage } from "../../web/html.ts";
import { describeApi } from "./describe.ts";
import { route, type StaffRoute } from "./route.ts";
import { fileRoutes } from "./routes-files.ts";
import { intakeRoutes } from "./routes-intake.ts";
import { officeRoutes } from "./routes-office.ts";
import { paperRoutes } from "./routes-paper.ts";
import { adminRoutes } from "./routes-admin.ts";
import { caseRoutes } from "./routes-cases.ts";
import { committeeRoutes } from "./routes-committee.ts";
import { conversationRoutes } from "./routes-conversations.ts";
import { publicRoutes } from "./routes-public.ts";
import { qualityRoutes } from "./routes-quality.ts";
import { reportRoutes } from "./routes-reports.ts";
import { sessionRoutes } from "./routes-session.ts";
import { streamRoutes } from "./routes-stream.ts";
import { userRoutes } from "./routes-users.ts";
import { voiceRoutes } from "./routes-voices.ts";

/** Every route under `/api`. What is not in this table does not exist. */
export const staffRoutes: readonly StaffRoute[] = [
  ...sessionRoutes,
  ...userRoutes,
  ...caseRoutes,
  ...committeeRoutes,
  ...intakeRoutes,
  ...officeRoutes,
  ...fileRoutes,
  ...paperRoutes,
  ...adminRoutes,
  ...reportRoutes,
  ...conversationRoutes,
  ...voiceRoutes,
  ...qualityRoutes,
  ...publicRoutes,
  ...streamRoutes,
  route({
    method: "GET",
    url: "/api/docs.json",
    right: "api.see",
    says: "This description, as OpenAPI",
    handle: () => describeApi(staffRoutes),
  }),
  route({
    method: "GET",
    url: "/api/docs",
    right: "api.see",
    says: "This description, as a page",
    handle: ({ reply }) =>
      reply
        .headers({ "content-security-policy": "default-src 'none'" })
        .type("text/html; charset=utf-8")
        .send(docsPage()),
  }),
];

function docsPage(): string {
  const rows = staffRoutes.map(
    ({ method, url, right, says }) =>
      `<tr>${[method, url, right, says].map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`,
  );
  return htmlPage({
    title: "Wasl API",
    language: "en",
    styles: [],
    body: `<h1>Wasl API for staff</h1><p><a href="/api/docs.json">OpenAPI 3.1</a></p><table>${rows.join("")}</table>`,
  });
}
