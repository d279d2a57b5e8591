import { useDeferredValue, useState } from "react";
import { Link } from "react-router";
import { useSearch } from "../api/queries.ts";
import { useWords } from "../base/texts.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Empty, Loaded } from "../parts/states.tsx";

/** Names, numbers and what was written: the server reads Arabic as people spell it. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [text, setText] = useState("");
  const q = useDeferredValue(text);
  const found = useSearch(q);
  return (
    <Dialog title={t("inbox.search")} onClose={onClose}>
      <Field label={t("inbox.search.label")} hint={t("inbox.search.hint")}>
        {(ids) => (
          <input
            {...ids}
            type="search"
            dir="auto"
            className="field"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div aria-live="polite">
        {q.trim().length > 1 ? (
          <Loaded
            query={found}
            rows={3}
            isEmpty={({ conversations, cases }) => conversations.length + cases.length === 0}
            empty={<Empty title={t("inbox.search.nothing")} />}
          >
            {({ conversations, cases }) => (
              <ul className="grid gap-1">
                {conversations.map((card) => (
                  <Hit
                    key={card.id}
                    to={`/c/${card.id}?queue=all`}
                    onClose={onClose}
                    name={card.name}
                    line={card.preview}
                  />
                ))}
                {cases.map((each) => (
                  <Hit
                    key={each.id}
                    to={`/cases/${each.id}`}
                    onClose={onClose}
                    name={each.name}
                    number={each.number}
                    line={`${each.serviceLabel}، ${each.stateLabel}`}
                  />
                ))}
              </ul>
            )}
          </Loaded>
        ) : null}
      </div>
    </Dialog>
  );
}

function Hit(props: {
  to: string;
  name: string | null;
  number?: string;
  line: string;
  onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <li>
      <Link
        to={props.to}
        onClick={props.onClose}
        className="grid rounded-xl px-3 py-2 text-ink no-underline hover:bg-raised"
      >
        <span className="font-semibold">
          <bdi>{props.name ?? t("inbox.no_name")}</bdi>{" "}
          {props.number ? <bdi className="text-soft">{props.number}</bdi> : null}
        </span>
        <span dir="auto" className="truncate text-sm text-soft">
          {props.line}
        </span>
      </Link>
    </li>
  );
}
