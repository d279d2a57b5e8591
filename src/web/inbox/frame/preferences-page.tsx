import { askToNotify, ring } from "../base/notices.ts";
import { prefer, usePreferences, type Preferences } from "../base/preferences.ts";
import { useWords } from "../base/texts.tsx";
import { Check } from "../parts/field.tsx";
import { Card, Page } from "../parts/page.tsx";

/** What each member of staff may choose for this device. */
export function PreferencesPage() {
  const { t } = useWords();
  const chosen = usePreferences();
  return (
    <Page title={t("inbox.preferences")} lead={t("inbox.preferences.lead")}>
      <div className="grid gap-5 lg:grid-cols-2">
        <Card title={t("inbox.preferences.look")}>
          <Choice name="language" options={["ar", "en"]} value={chosen.language} />
          <Choice name="theme" options={["system", "light", "dark"]} value={chosen.theme} />
          <Choice name="digits" options={["latn", "arab"]} value={chosen.digits} />
        </Card>
        <Card title={t("inbox.preferences.notices")}>
          <Check
            label={t("inbox.preferences.sound")}
            checked={chosen.sound}
            onChange={(sound) => {
              prefer({ sound });
              if (sound) ring("soft");
            }}
          />
          <Check
            label={t("inbox.preferences.desktop")}
            checked={chosen.desktop}
            onChange={(wanted) =>
              void (wanted ? askToNotify() : Promise.resolve(false)).then((desktop) =>
                prefer({ desktop }),
              )
            }
          />
          <p className="text-sm text-soft">{t("inbox.preferences.desktop.hint")}</p>
          <Check
            label={t("inbox.help.on")}
            checked={chosen.shortcuts}
            onChange={(shortcuts) => prefer({ shortcuts })}
          />
        </Card>
      </div>
    </Page>
  );
}

function Choice<K extends "language" | "theme" | "digits">(props: {
  name: K;
  options: readonly Preferences[K][];
  value: Preferences[K];
}) {
  const { t } = useWords();
  const { name, options, value } = props;
  return (
    <fieldset className="grid gap-1">
      <legend className="font-semibold">{t(`inbox.preferences.${name}`)}</legend>
      <div className="flex flex-wrap gap-x-6">
        {options.map((option) => (
          <label key={option} className="flex min-h-11 items-center gap-2">
            <input
              type="radio"
              name={name}
              className="size-5 accent-brand"
              checked={option === value}
              onChange={() => prefer({ [name]: option })}
            />
            {t(`inbox.preferences.${name}.${option}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
