import type { ReactNode } from "react";

/** A group of facts in a narrow column. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="panel grid gap-2 p-3.5 text-sm">
      <h2 className="font-bold">{title}</h2>
      {children}
    </section>
  );
}

/** Labels with their values. */
export function Lines({ lines }: { lines: (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid gap-1">
      {lines.map(([label, value]) => (
        <div key={label} className="flex flex-wrap justify-between gap-x-3">
          <dt className="text-soft">{label}</dt>
          <dd className="font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
