import {
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from "react";
import { LockKeyhole, Reply, SendHorizontal } from "lucide-react";
import type { Canned, ConversationView } from "../../../http/staff/api.ts";
import { readDraft, writeDraft } from "../base/drafts.ts";
import { useWords } from "../base/texts.tsx";
import { useMay, useMyself } from "../frame/rights.tsx";
import { CannedList, useCannedFor } from "./canned-list.tsx";
import { slashOf } from "./slash.ts";

type Mode = "reply" | "note";
export interface ComposerHandle {
  write: (mode: Mode) => void;
}
const QUIET_MS = 4_000;

/** Where one answers the person or notes something for colleagues. The two differ in place, word, colour and button. */
export function Composer(props: {
  ref: Ref<ComposerHandle>;
  view: ConversationView;
  onSend: (mode: Mode, text: string) => void;
  onTyping: (isTyping: boolean) => void;
}) {
  const { t } = useWords();
  const me = useMyself();
  const may = useMay();
  const { card, language } = props.view;
  const isMine = card.holder === "staff" && card.assignee?.id === me.id;
  const [chosen, setMode] = useState<Mode>("reply");
  const mode: Mode = isMine ? chosen : "note";
  const place = { me: me.id, conversation: card.id, mode };
  const [texts, setTexts] = useState(() => ({
    reply: readDraft({ ...place, mode: "reply" }),
    note: readDraft({ ...place, mode: "note" }),
  }));
  const text = texts[mode];
  const area = useRef<HTMLTextAreaElement>(null);
  const canned = useCannedFor(mode === "reply" ? slashOf(text) : undefined);
  const [at, setAt] = useState(0);

  useImperativeHandle(props.ref, () => ({
    write(next) {
      setMode(next);
      area.current?.focus();
    },
  }));
  useTypingSignal(text, props.onTyping);

  const change = (next: string) => {
    setTexts({ ...texts, [mode]: next });
    writeDraft(place, next);
    setAt(0);
  };
  const insert = (one: Canned) => {
    change(one.text[language]);
    area.current?.focus();
  };
  const send = () => {
    if (text.trim() === "") return;
    props.onSend(mode, text.trim());
    change("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (canned.length > 0 && listKeys(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
    if (event.key === "Escape") area.current?.blur();
  };
  const listKeys = (event: KeyboardEvent): boolean => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + canned.length) % canned.length);
    else if (event.key === "Enter" && canned[at]) insert(canned[at]);
    else if (event.key === "Escape") change("");
    else return false;
    event.preventDefault();
    return true;
  };

  if (!may("conversation.work")) return null;
  const isNote = mode === "note";
  return (
    <div
      className={`relative border-t-2 ${isNote ? "border-gold bg-gold-soft" : "border-brand bg-card"} p-2 sm:p-3`}
    >
      {canned.length > 0 ? (
        <CannedList canned={canned} at={at} language={language} onChoose={insert} />
      ) : null}
      <div
        className="mb-1.5 flex flex-wrap items-center gap-1"
        role="group"
        aria-label={t("inbox.compose")}
      >
        {(["reply", "note"] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={mode === each}
            disabled={each === "reply" && !isMine}
            className={`btn btn-small ${mode !== each ? "btn-quiet" : each === "note" ? "btn-note" : "btn-main"}`}
            onClick={() => {
              setMode(each);
              area.current?.focus();
            }}
          >
            {each === "note" ? (
              <LockKeyhole size={16} aria-hidden="true" />
            ) : (
              <Reply size={16} aria-hidden="true" className="mirror" />
            )}
            {t(`inbox.compose.${each}`)}
          </button>
        ))}
        <p
          id="compose-hint"
          className={`ms-1 text-[0.8125rem] ${isNote ? "font-semibold text-gold" : "text-soft"}`}
        >
          {isNote
            ? t(isMine ? "inbox.compose.note.hint" : "inbox.compose.claim_first")
            : t("inbox.compose.reply.hint")}
        </p>
      </div>
      <div className="flex items-end gap-2">
        <textarea
          ref={area}
          dir="auto"
          rows={2}
          maxLength={4000}
          className={`field max-h-48 flex-1 [field-sizing:content] ${isNote ? "border-dashed border-gold" : ""}`}
          aria-label={t(`inbox.compose.${mode}.label`)}
          aria-describedby="compose-hint"
          aria-controls={canned.length > 0 ? "canned" : undefined}
          aria-activedescendant={canned.length > 0 ? `canned-${at}` : undefined}
          placeholder={t(`inbox.compose.${mode}.placeholder`)}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className={`btn ${isNote ? "btn-note" : "btn-main"}`}
          disabled={text.trim() === ""}
          onClick={send}
        >
          {isNote ? (
            <LockKeyhole size={18} aria-hidden="true" />
          ) : (
            <SendHorizontal size={18} aria-hidden="true" className="mirror" />
          )}
          <span className="sr-only sm:not-sr-only">{t(`inbox.compose.${mode}.send`)}</span>
        </button>
      </div>
    </div>
  );
}

/** Says "writing" with the first letter and takes it back after a silence. */
function useTypingSignal(text: string, onTyping: (isTyping: boolean) => void): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    onTyping(text !== "");
    const timer = setTimeout(() => onTyping(false), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text, onTyping]);
}
