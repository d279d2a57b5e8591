import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import type { ProfileView } from "../../../http/staff/api.ts";
import { get } from "../api/client.ts";
import { useWords } from "../base/texts.tsx";
import { Card } from "../parts/page.tsx";
import { Loaded } from "../parts/states.tsx";

/** The association as its file says it. It is changed in the file, where the board's approval stands. */
export function Profile() {
  const { t } = useWords();
  const profile = useQuery({
    queryKey: ["admin", "profile"],
    queryFn: () => get<ProfileView>("/admin/profile"),
  });
  return (
    <Loaded query={profile}>
      {({ groups, findings }) => (
        <>
          {findings.length > 0 ? (
            <Card title={t("inbox.profile.findings")}>
              <ul className="grid gap-1">
                {findings.map((each) => (
                  <li key={each} className="flex gap-2">
                    <TriangleAlert
                      size={18}
                      aria-hidden="true"
                      className="mt-1 shrink-0 text-gold"
                    />
                    <span dir="auto">{each}</span>
                  </li>
                ))}
              </ul>
            </Card>
          ) : null}
          <div className="grid gap-5 lg:grid-cols-2">
            {groups.map((group) => (
              <Card key={group.id} title={group.label}>
                <dl className="grid gap-1.5">
                  {group.lines.map(({ label, value }) => (
                    <div key={label} className="grid gap-x-3 sm:grid-cols-[2fr_3fr]">
                      <dt className="text-soft">{label}</dt>
                      <dd dir="auto" className="text-start">
                        {value}
                      </dd>
                    </div>
                  ))}
                </dl>
              </Card>
            ))}
          </div>
        </>
      )}
    </Loaded>
  );
}
