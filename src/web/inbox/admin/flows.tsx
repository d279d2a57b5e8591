import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { ArrowDown } from "lucide-react";
import type { FlowView } from "../../../http/staff/api.ts";
import { get } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { Field } from "../parts/field.tsx";
import { Card } from "../parts/page.tsx";
import { Loaded } from "../parts/states.tsx";

/** A flow drawn as the way people take through it, with where they stopped. */
export function Flows() {
  const { t } = useWords();
  const [chosen, setChosen] = useState("");
  const flows = useQuery({
    queryKey: ["admin", "flows"],
    queryFn: () => get<{ flows: FlowView[] }>("/admin/flows"),
  });
  return (
    <Loaded query={flows} isEmpty={(data) => data.flows.length === 0}>
      {(data) => {
        const flow = data.flows.find(({ name }) => name === chosen) ?? data.flows[0];
        return (
          <Card>
            <Field label={t("inbox.admin.flows")}>
              {(ids) => (
                <select
                  {...ids}
                  className="field"
                  value={flow?.name}
                  onChange={(event) => setChosen(event.target.value)}
                >
                  {data.flows.map(({ name, label, version }) => (
                    <option key={name} value={name}>
                      {label} (v{version})
                    </option>
                  ))}
                </select>
              )}
            </Field>
            {flow ? <Graph flow={flow} /> : null}
          </Card>
        );
      }}
    </Loaded>
  );
}

function Graph({ flow }: { flow: FlowView }) {
  const { t, has, format } = useWords();
  const most = Math.max(...flow.steps.map(({ visits }) => visits), 1);
  const kindOf = (kind: string) => (has(`inbox.step.${kind}`) ? t(`inbox.step.${kind}`) : kind);
  const nameOf = (id: string) => flow.steps.find((step) => step.id === id)?.label ?? id;
  return (
    <ol className="grid justify-items-center">
      {flow.steps.map((step, index) => {
        const next = flow.steps[index + 1]?.id;
        const jumps = step.next.filter((each) => each.step !== next || each.when !== null);
        return (
          <li key={step.id} className="grid w-full max-w-2xl justify-items-center">
            <div className="grid w-full gap-1 rounded-2xl border border-line bg-raised px-4 py-2">
              <p className="flex flex-wrap items-center gap-2">
                <span className="chip">{kindOf(step.kind)}</span>
                <span dir="auto" className="min-w-0 flex-1 font-medium">
                  {step.label}
                </span>
                <bdi className="text-xs text-soft">{step.id}</bdi>
              </p>
              {step.visits > 0 ? (
                <div className="flex items-center gap-3 text-sm text-soft">
                  <span
                    className="h-2 flex-1 overflow-hidden rounded-full bg-line"
                    aria-hidden="true"
                  >
                    <span
                      className="block h-full bg-brand"
                      style={{ inlineSize: `${(step.visits / most) * 100}%` }}
                    />
                  </span>
                  <span>
                    {t("inbox.flow.visits", { count: step.visits, n: format.number(step.visits) })}
                    {step.dropped > 0
                      ? ` · ${t("inbox.flow.dropped", { count: step.dropped, n: format.number(step.dropped) })}`
                      : ""}
                  </span>
                </div>
              ) : null}
              {jumps.length > 0 ? (
                <ul className="text-sm text-soft">
                  {jumps.map((each) => (
                    <li key={`${each.step}${each.when}`}>
                      {each.when && !plain.has(each.when) ? (
                        <bdi className="font-semibold">{each.when}</bdi>
                      ) : null}{" "}
                      {t("inbox.flow.to")} {nameOf(each.step)}
                    </li>
                  ))}
                </ul>
              ) : null}
            </div>
            {next ? <ArrowDown size={18} aria-hidden="true" className="my-0.5 text-edge" /> : null}
          </li>
        );
      })}
    </ol>
  );
}

/** Words of the format that say no more than the arrow does. */
const plain = new Set(["to", "go", "goto", "call", "else"]);
