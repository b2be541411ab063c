interface PagerProps {
  path: string;
  /** What else is in the address. */
  query: Record<string, string | undefined>;
  page: number;
  more: boolean;
}

/** The way to the pages before and after; nothing where there is but one. */
export function Pager({ path, query, page, more }: PagerProps) {
  if (page === 0 && !more) return null;
  const to = (number: number) => {
    const set = Object.entries({ ...query, page: `${number}` }).filter((pair): pair is [string, string] => !!pair[1]);
    return `${path}?${new URLSearchParams(set).toString()}`;
  };
  return (
    <nav class="pager" aria-label="Pages">
      {page > 0 && (
        <a href={to(page - 1)} rel="prev">
          Earlier
        </a>
      )}
      <span class="quiet">Page {page + 1}</span>
      {more && (
        <a href={to(page + 1)} rel="next">
          More
        </a>
      )}
    </nav>
  );
}
