import { useDeferredValue } from "react";
import { Link, useSearchParams } from "react-router";
import type { CaseCard } from "../../../http/staff/api.ts";
import { useCases } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { useMay } from "../frame/rights.tsx";
import { Field } from "../parts/field.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Empty, Forbidden, Loaded } from "../parts/states.tsx";
import { Day } from "../parts/time.tsx";
import { StateChips } from "./state-chips.tsx";

const states = [
  "",
  "awaiting_documents",
  "submitted",
  "matched",
  "committee",
  "decided",
  "delivered",
  "closed",
] as const;

/** All requests, by state and by what is searched for. */
export function CasesPage() {
  const { t } = useWords();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const state = search.get("state") ?? "";
  const q = search.get("q") ?? "";
  const list = useCases(useDeferredValue({ state, q }));
  const cases = list.data?.pages.flatMap((page) => page.cases) ?? [];
  const set = (name: string, value: string) =>
    setSearch({ state, q, [name]: value }, { replace: true });
  if (!may("case.see")) return <Forbidden />;
  return (
    <Page title={t("inbox.nav.cases")}>
      <Card>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t("inbox.cases.state")}>
            {(ids) => (
              <select
                {...ids}
                className="field"
                value={state}
                onChange={(event) => set("state", event.target.value)}
              >
                {states.map((each) => (
                  <option key={each} value={each}>
                    {t(each === "" ? "inbox.cases.every" : `inbox.stage.${each}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t("inbox.cases.search")}>
            {(ids) => (
              <input
                {...ids}
                type="search"
                dir="auto"
                className="field"
                value={q}
                onChange={(event) => set("q", event.target.value)}
              />
            )}
          </Field>
        </div>
      </Card>
      <Card>
        <Loaded
          query={list}
          isEmpty={() => cases.length === 0}
          empty={<Empty title={t("inbox.cases.empty")} />}
        >
          {() => (
            <ul>
              {cases.map((each) => (
                <Row key={each.id} each={each} />
              ))}
            </ul>
          )}
        </Loaded>
        {list.hasNextPage ? (
          <button type="button" className="btn" onClick={() => void list.fetchNextPage()}>
            {t("inbox.more")}
          </button>
        ) : null}
      </Card>
    </Page>
  );
}

function Row({ each }: { each: CaseCard }) {
  const { t } = useWords();
  return (
    <li className="border-t border-line first:border-t-0">
      <Link
        to={`/cases/${each.id}`}
        className="grid gap-1 rounded-xl px-2 py-2.5 text-ink no-underline hover:bg-raised sm:grid-cols-[9rem_1fr_auto] sm:items-center"
      >
        <bdi className="font-semibold text-brand">{each.number}</bdi>
        <span>
          <bdi className="font-semibold">{each.name ?? t("inbox.no_name")}</bdi>{" "}
          <span className="text-soft">{each.serviceLabel}</span>
          <span className="block text-xs text-soft">
            <Day at={each.openedAt} />
          </span>
        </span>
        <StateChips card={each} />
      </Link>
    </li>
  );
}
