import type { DemoLogin } from "./demo-file.ts";

/** Where to click, in both languages. Arabic stands on lines of its own: terminals do not agree on mixed ones. */
export function welcome(
  url: string,
  associations: readonly { id: string; name: string }[],
  logins: readonly DemoLogin[],
): string {
  const officer = logins.find(({ name }) => name === "officer.khuta");
  const width = Math.max(...associations.map(({ id }) => id.length));
  const chats = associations.map(
    ({ id, name }) => `  ${id.padEnd(width)}  ${url}/chat/${id}-web  ${name}`,
  );
  return `
  وصل يعمل في وضع التجربة. صفحة التجربة (جوالات جنباً إلى جنب، والزمن، والأعطال):
  Wasl runs as a demo. Telephones side by side, the clock, and things that go wrong:

      ${url}/simulator

  جولة في قصة طلب واحد، خطوة خطوة / a guided tour, the story of one request:  ${url}/simulator#tour

  محادثة الموقع لكل جمعية / the web chat of each association:

${chats.join("\n")}

  لا تغادر أي رسالة هذا الجهاز. للإيقاف: Ctrl-C
  No message leaves this machine. Ctrl-C stops everything; the next start finds its data again.

  صفحة الموظفين / the inbox of staff:  ${url}/inbox
      ${officer?.name ?? ""}    ${officer?.password ?? ""}
  (manager.khuta, committee.khuta, admin.khuta ...: .wasl/demo.json, with the secrets of the second factor)
`;
}
