/** The first number of each row as a bar. The table beside it says the same to everybody. */
export function Bars({
  rows,
}: {
  rows: readonly (readonly [string, string | number | null | undefined])[];
}) {
  const values = rows
    .flatMap(([label, value]) => (typeof value === "number" ? [{ label, value }] : []))
    .slice(0, MOST);
  const most = Math.max(...values.map(({ value }) => value), 1);
  if (values.length < 2) return null;
  return (
    <div aria-hidden="true" className="grid gap-1.5">
      {values.map(({ label, value }, index) => (
        <div
          key={index}
          className="grid grid-cols-[minmax(5rem,9rem)_1fr] items-center gap-2 text-sm"
        >
          <span className="truncate text-soft">{label}</span>
          <svg className="h-4 w-full" viewBox="0 0 100 4" preserveAspectRatio="none">
            <rect width="100" height="4" rx="0.6" className="fill-raised" />
            <rect
              width={(value / most) * 100}
              height="4"
              rx="0.6"
              className="fill-brand rtl:origin-center rtl:scale-x-[-1]"
            />
          </svg>
        </div>
      ))}
    </div>
  );
}

const MOST = 12;
