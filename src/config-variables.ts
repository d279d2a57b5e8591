import { z } from "zod";
import { weakKey, weakPublicUrl, weakServerUrl } from "./config-strength.ts";

/** Who needs this variable, and what it means: the README table, the doctor and the loader all read this. */
export interface Variable {
  schema: z.ZodType;
  doc: { ar: string; en: string };
  /** As it would stand in the environment. Absent: the variable may be absent. */
  default?: string;
  example: string;
  requiredInProduction?: true;
  /** Its value must never be printed. */
  secret?: true;
  /** Says why a value that is well formed is still not good enough to serve people with. */
  weakness?: (value: string) => string | undefined;
}

const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
  .transform((url) => url.replace(/\/+$/, ""));
const path = z.string().min(1);

/** Every environment variable of Wasl, in the order of the README table. */
export const variables = {
  PORT: {
    schema: z.coerce
      .number({ error: "must be a port number" })
      .int({ error: "must be a port number" })
      .min(0, { error: "must be a port number" })
      .max(65_535, { error: "must be a port number" }),
    default: "3000",
    example: "3000",
    doc: { en: "Port of the HTTP server", ar: "منفذ خادم HTTP" },
  },
  HOST: {
    schema: z.string().min(1),
    default: "127.0.0.1",
    example: "0.0.0.0",
    doc: { en: "Address the HTTP server listens on", ar: "العنوان الذي يستمع عليه الخادم" },
  },
  PUBLIC_URL: {
    schema: httpUrl,
    requiredInProduction: true,
    example: "https://wasl.example.sa",
    weakness: weakPublicUrl,
    doc: {
      en: "The exact public address; webhook signatures and links are made with it",
      ar: "العنوان العام كما يراه الناس تماماً؛ تُبنى عليه توقيعات الويب هوك والروابط",
    },
  },
  MONGO_URI: {
    schema: z.string().regex(/^mongodb(\+srv)?:\/\/./, "must begin with mongodb://"),
    requiredInProduction: true,
    secret: true,
    example: "mongodb://wasl:...@mongo:27017/wasl?replicaSet=rs0",
    weakness: weakServerUrl,
    doc: {
      en: "MongoDB 4.4 or newer; without it an embedded engine is started outside production",
      ar: "خادم MongoDB بالإصدار 4.4 أو أحدث؛ وبدونه يُشغَّل محرك مدمج خارج بيئة الإنتاج",
    },
  },
  REDIS_URL: {
    schema: z.string().regex(/^rediss?:\/\/./, "must begin with redis:// or rediss://"),
    requiredInProduction: true,
    secret: true,
    example: "redis://:...@redis:6379",
    weakness: weakServerUrl,
    doc: {
      en: "Redis 7 or newer with noeviction; without it the system's redis-server is started outside production",
      ar: "خادم Redis بالإصدار 7 أو أحدث بسياسة noeviction؛ وبدونه يُشغَّل redis-server المحلي خارج بيئة الإنتاج",
    },
  },
  WASL_MASTER_KEY: {
    schema: z.string().min(1),
    requiredInProduction: true,
    secret: true,
    example: "openssl rand -base64 32",
    weakness: weakKey,
    doc: {
      en: "Key of the field encryption: at least 32 random bytes in base64 or hex. Outside production one is made and kept in the data folder",
      ar: "مفتاح تشفير الحقول: 32 بايت عشوائية على الأقل بصيغة base64 أو hex. وخارج بيئة الإنتاج يُنشأ مفتاح ويُحفظ في مجلد البيانات",
    },
  },
  WASL_ROLE: {
    schema: z.enum(["all", "web", "worker"], { error: "must be all, web or worker" }),
    default: "all",
    example: "web",
    doc: { en: "What this process does", ar: "دور هذه العملية" },
  },
  WASL_DATA_DIR: {
    schema: path,
    default: ".wasl",
    example: "/var/lib/wasl",
    doc: {
      en: "Folder of the embedded stores, keys and linked WhatsApp sessions",
      ar: "مجلد المخازن المدمجة والمفاتيح وجلسات واتساب المرتبطة",
    },
  },
  WASL_FLOWS_DIR: {
    schema: path,
    default: "flows",
    example: "/etc/wasl/flows",
    doc: {
      en: "Folder of the flows and association profiles",
      ar: "مجلد مسارات المحادثة وملفات الجمعيات",
    },
  },
  WASL_LOCALES_DIR: {
    schema: path,
    default: "locales",
    example: "/etc/wasl/locales",
    doc: { en: "Folder of the texts", ar: "مجلد النصوص" },
  },
  LOG_LEVEL: {
    schema: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "must be fatal, error, warn, info, debug, trace or silent",
    }),
    default: "info",
    example: "warn",
    doc: { en: "How much is logged", ar: "مقدار ما يُكتب في السجل" },
  },
  CHROMIUM_PATH: {
    schema: path,
    example: "/usr/bin/chromium",
    doc: {
      en: "Chromium of the system, for linked WhatsApp numbers and letters; searched on PATH otherwise",
      ar: "مسار متصفح Chromium، لأرقام واتساب المرتبطة وللخطابات؛ وإلا بُحث عنه في PATH",
    },
  },
  REDIS_SERVER_PATH: {
    schema: path,
    example: "/usr/bin/redis-server",
    doc: {
      en: "redis-server that is started when REDIS_URL is absent; searched on PATH otherwise",
      ar: "مسار redis-server الذي يُشغَّل عند غياب REDIS_URL؛ وإلا بُحث عنه في PATH",
    },
  },
  SMTP_URL: {
    schema: z.string().regex(/^smtps?:\/\/\S+$/, "must be smtp:// or smtps://"),
    example: "smtp://wasl:...@mail.example.sa:587",
    doc: {
      en: "Mail server for alerts to staff; without it there are none by e-mail",
      ar: "خادم البريد لتنبيهات الموظفين؛ دونه لا تنبيهات بالبريد",
    },
  },
  ALERT_FROM: {
    schema: z.string().regex(/^\S+@\S+$/, "must be an e-mail address"),
    example: "wasl@example.sa",
    doc: { en: "Sender of these alerts", ar: "مرسل هذه التنبيهات" },
  },
  TWILIO_API_URL: {
    schema: httpUrl,
    example: "http://127.0.0.1:4010",
    weakness: weakPublicUrl,
    doc: { en: "A stand-in for the Twilio API", ar: "بديل تجريبي لواجهة Twilio" },
  },
  GRAPH_API_URL: {
    schema: httpUrl,
    example: "http://127.0.0.1:4011",
    weakness: weakPublicUrl,
    doc: {
      en: "A stand-in for the Graph API of the WhatsApp Cloud",
      ar: "بديل تجريبي لواجهة Graph الخاصة بواتساب السحابي",
    },
  },
  SMS_GATEWAY_URL: {
    schema: httpUrl,
    example: "http://127.0.0.1:4013",
    weakness: weakPublicUrl,
    doc: {
      en: "A stand-in for the SMS gateways that profiles name or describe",
      ar: "بديل تجريبي لبوابات الرسائل النصية المسماة أو الموصوفة في ملفات الجمعيات",
    },
  },
  WHATSAPP_WEB_URL: {
    schema: httpUrl,
    example: "http://127.0.0.1:4012",
    weakness: weakPublicUrl,
    doc: { en: "A stand-in for the page of WhatsApp Web", ar: "بديل تجريبي لصفحة واتساب ويب" },
  },
  WASL_DEMO: {
    schema: z.enum(["0", "1"], { error: "must be 0 or 1" }),
    default: "0",
    example: "1",
    weakness: (value) =>
      value === "1"
        ? "is refused in production: the demo shows every message to anybody"
        : undefined,
    doc: {
      en: "Set by `npm run demo`: the simulator page, a clock that can be moved, keys of texts in the web chat",
      ar: "يضبطه `npm run demo`: صفحة المحاكاة وساعة يمكن تقديمها ومفاتيح النصوص في المحادثة",
    },
  },
  FAILPOINT: {
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]*(:[1-9]\d*)?$/, "must be <name> or <name>:<nth>"),
    example: "conversation.saved:2",
    weakness: () => "is refused in production: it kills the process",
    doc: {
      en: "Kills the process at this point, to prove recovery; `npm run doctor -- --failpoints` lists the names",
      ar: "يُنهي العملية عند هذه النقطة لإثبات التعافي؛ والأسماء في `npm run doctor -- --failpoints`",
    },
  },
  NODE_ENV: {
    schema: z.enum(["development", "test", "production"], {
      error: "must be development, test or production",
    }),
    default: "development",
    example: "production",
    doc: {
      en: "`production` (the default of `npm start`) demands addresses and secrets",
      ar: "القيمة `production`، وهي الافتراضية مع `npm start`، تشترط العناوين والأسرار",
    },
  },
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
