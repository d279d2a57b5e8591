import { useWords } from "../base/texts.tsx";
import { prefer, usePreferences } from "../base/preferences.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Check } from "../parts/field.tsx";

const shortcuts = [
  ["J", "next"],
  ["K", "previous"],
  ["C", "claim"],
  ["L", "reply"],
  ["P", "note"],
  ["M", "snooze"],
  ["E", "resolve"],
  ["G", "home"],
  ["/", "search"],
  ["?", "help"],
] as const;

/** Every shortcut, and the switch that turns them off. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { shortcuts: isOn } = usePreferences();
  return (
    <Dialog title={t("inbox.help")} onClose={onClose}>
      <p className="text-soft">{t("inbox.help.places")}</p>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {shortcuts.map(([key, name]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-grid min-w-9 place-items-center rounded-lg border border-edge bg-raised px-2 py-0.5 font-semibold">
                {key}
              </kbd>
            </dt>
            <dd>{t(`inbox.help.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <Check
        label={t("inbox.help.on")}
        checked={isOn}
        onChange={(shortcuts) => prefer({ shortcuts })}
      />
    </Dialog>
  );
}
