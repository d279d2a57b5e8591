import { createTransport } from "nodemailer";

/** Mail to staff. What is sent holds nothing of a person: a word of what waits, and where to look. */
export interface Mailer {
  send(mail: { to: string; subject: string; text: string }): Promise<void>;
  stop(): void;
}

const WITHIN_MS = 10_000;

/** By SMTP, `smtp://user:password@host:587`; `smtps:` for TLS from the first byte. */
export function createMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport(smtpUrl, { from });
  return {
    async send(mail) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("no answer in time")), WITHIN_MS);
      });
      try {
        await Promise.race([transport.sendMail(mail), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    stop: () => transport.close(),
  };
}
