/* Papers that look like papers, drawn here so that nobody's lie in the project. */

const lines = [88, 72, 80, 60, 84, 66, 78, 40]
  .map(
    (width, at) =>
      `<rect x="${108 - width}" y="${62 + at * 10}" width="${width}" height="4" rx="1.5" fill="#c9c4b6"/>`,
  )
  .join("");

/** A contract as a telephone photographs it. */
export const paperPicture = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="640" viewBox="0 0 120 160">
<rect width="120" height="160" fill="#8d8371"/><g transform="rotate(-1.5 60 80)">
<rect x="6" y="6" width="108" height="148" fill="#fbf9f2"/><circle cx="24" cy="24" r="9" fill="none" stroke="#0b6455" stroke-width="1.5"/>
<text x="108" y="28" font-size="9" font-family="IBM Plex Sans Arabic, Noto Sans Arabic, sans-serif" text-anchor="start" direction="rtl" fill="#1c2b27">عقد إيجار (مثال)</text>
<text x="108" y="42" font-size="5.5" font-family="IBM Plex Sans Arabic, Noto Sans Arabic, sans-serif" text-anchor="start" direction="rtl" fill="#53635d">المستأجر: نورة عبدالله محمد السالم</text>
${lines}</g></svg>`;

/** A letter before it leaves. */
export const letterPage = `<!doctype html><html lang="ar" dir="rtl"><body style="font:17px/1.9 'IBM Plex Sans Arabic','Noto Sans Arabic',sans-serif;margin:2rem 3rem;color:#1c2b27">
<p><strong>جمعية خطى الأهلية</strong><br>رقم القرار: 12/1448<br>التاريخ: 12 جمادى الآخرة 1448هـ</p>
<p>السلام عليكم ورحمة الله وبركاته</p>
<p>يسرّنا إبلاغكم بقبول طلبكم بقرار لجنة البحث. ما تقرر: سداد إيجار ثلاثة أشهر.</p>
<p>الخطوة التالية: تتواصل معكم علاقات المستفيدين لتحديد موعد تقديم الخدمة.</p>
<p>مع التحية،<br>لجنة البحث</p></body></html>`;
