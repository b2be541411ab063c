interface SortsProps<Sort extends string> {
  /** What is ordered: "Order of the reviews". */
  label: string;
  /** Those that make sense here. */
  sorts: Partial<Record<Sort, string>>;
  current: Sort;
  to: (sort: Sort) => string;
}

/** The orders of a list, as links. */
export const Sorts = <Sort extends string>({ label, sorts, current, to }: SortsProps<Sort>) => (
  <nav class="sorts" aria-label={label}>
    {(Object.keys(sorts) as Sort[]).map((sort) => (
      <a href={to(sort)} aria-current={sort === current ? "true" : undefined}>
        {sorts[sort]}
      </a>
    ))}
  </nav>
);
