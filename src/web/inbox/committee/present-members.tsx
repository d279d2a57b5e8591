import type { SessionView } from "../../../http/staff/api.ts";
import { useWords } from "../base/texts.tsx";
import { Check } from "../parts/field.tsx";

/** Who is in the room. */
export function PresentMembers(props: {
  session: SessionView;
  present: readonly string[];
  onChange: (present: string[]) => void;
}) {
  const { t } = useWords();
  const { session, present } = props;
  return (
    <fieldset>
      <legend className="font-semibold">{t("inbox.session.who")}</legend>
      {session.members.map(({ id, name }) => (
        <Check
          key={id}
          label={<bdi>{name}</bdi>}
          checked={present.includes(id)}
          onChange={(isThere) =>
            props.onChange(isThere ? [...present, id] : present.filter((each) => each !== id))
          }
        />
      ))}
    </fieldset>
  );
}
