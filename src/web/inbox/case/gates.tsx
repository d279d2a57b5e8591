import { CircleCheck, CircleDashed } from "lucide-react";
import type { Gate } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { detailText } from "./detail-text.ts";

/** The conditions of the way to the committee: passed, or what is still to be done. */
export function Gates({ gates }: { gates: readonly Gate[] }) {
  const { t } = useWords();
  return (
    <ul className="grid gap-1.5 text-sm">
      {gates.map((gate) => {
        const Icon = gate.met ? CircleCheck : CircleDashed;
        return (
          <li key={gate.id} className="flex gap-2">
            <Icon
              size={18}
              aria-hidden="true"
              className={`mt-0.5 shrink-0 ${gate.met ? "text-brand" : "text-gold"}`}
            />
            <span>
              {t(`inbox.gate.${gate.id}`)}{" "}
              <strong className={gate.met ? "text-brand" : "text-gold"}>
                {t(gate.met ? "inbox.gate.met" : "inbox.gate.open")}
              </strong>
              {gate.met ? null : <GateDetail gate={gate} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** What the server says of an open gate: names of documents, or a day. */
function GateDetail({ gate }: { gate: Gate }) {
  const { t, has, format } = useWords();
  const text = detailText(gate.detail, (word) => {
    if (/^\d{4}-\d\d-\d\d/.test(word)) return format.day(word);
    return has(`document.${word}`) ? t(`document.${word}`) : word;
  });
  return text === "" ? null : <span className="block text-soft">{text}</span>;
}
