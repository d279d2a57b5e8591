import { lazy, Suspense } from "react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter, Navigate, Route, Routes } from "react-router";
import { asApiError } from "./api/client.ts";
import { WordsProvider, type Loaded } from "./base/texts.tsx";
import { CasePage } from "./case/case-page.tsx";
import { CasesPage } from "./case/cases-page.tsx";
import { InboxPage } from "./conversations/inbox-page.tsx";
import { Frame } from "./frame/frame.tsx";
import { LogInPage } from "./log-in/log-in-page.tsx";
import { SetUpPage } from "./log-in/set-up-page.tsx";
import { Loading } from "./parts/states.tsx";
import { TasksPage } from "./tasks/tasks-page.tsx";

const CommitteePage = lazy(() =>
  import("./committee/committee-page.tsx").then((m) => ({ default: m.CommitteePage })),
);
const SessionPage = lazy(() =>
  import("./committee/session-page.tsx").then((m) => ({ default: m.SessionPage })),
);
const IntakePage = lazy(() =>
  import("./intake/intake-page.tsx").then((m) => ({ default: m.IntakePage })),
);
const ReportsPage = lazy(() =>
  import("./reports/reports-page.tsx").then((m) => ({ default: m.ReportsPage })),
);
const AdminPage = lazy(() =>
  import("./admin/admin-page.tsx").then((m) => ({ default: m.AdminPage })),
);
const PreferencesPage = lazy(() =>
  import("./frame/preferences-page.tsx").then((m) => ({ default: m.PreferencesPage })),
);

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000, // live events say what is new
      retry: (count, error) => asApiError(error).status === 0 && count < 2,
    },
  },
});

/** The staff pages, reading like a table of contents. */
export function App({ first }: { first: Loaded }) {
  return (
    <WordsProvider first={first}>
      <QueryClientProvider client={client}>
        <BrowserRouter basename="/inbox">
          <Suspense fallback={<Loading rows={4} />}>
            <Routes>
              <Route path="log-in" element={<LogInPage />} />
              <Route path="setup/:token" element={<SetUpPage />} />
              <Route element={<Frame />}>
                <Route index element={<InboxPage />} />
                <Route path="c/:id" element={<InboxPage />} />
                <Route path="cases" element={<CasesPage />} />
                <Route path="cases/:id" element={<CasePage />} />
                <Route path="committee" element={<CommitteePage />} />
                <Route path="committee/:id" element={<SessionPage />} />
                <Route path="tasks" element={<TasksPage />} />
                <Route path="intake" element={<IntakePage />} />
                <Route path="reports" element={<ReportsPage />} />
                <Route path="admin/:part?" element={<AdminPage />} />
                <Route path="preferences" element={<PreferencesPage />} />
                <Route path="*" element={<Navigate to="/" replace />} />
              </Route>
            </Routes>
          </Suspense>
        </BrowserRouter>
      </QueryClientProvider>
    </WordsProvider>
  );
}
