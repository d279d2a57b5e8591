import { useState } from "react";
import { useSessionVerb } from "../api/queries.ts";
import { PresentMembers } from "./present-members.tsx";
import { SessionForm, type SessionDialog } from "./session-form.tsx";

export function OpenDialog({ session, onClose }: SessionDialog) {
  const open = useSessionVerb(session, "open");
  const [present, setPresent] = useState<string[]>([]);
  return (
    <SessionForm
      verb="open"
      mutation={open}
      isReady={present.length > 0}
      body={() => ({ present })}
      onClose={onClose}
    >
      <PresentMembers session={session} present={present} onChange={setPresent} />
    </SessionForm>
  );
}
