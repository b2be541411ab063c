import { fullCount } from "../format.ts";

interface PagerProps {
  /** What is paged through: "Pages of reviews". */
  label: string;
  /** By how many there are, or by whether there are more. */
  listing: { page: number } & ({ total: number; per_page: number } | { more: boolean });
  /** The address of a page; 0 is the first. */
  to: (page: number) => string;
}

/** The way to the pages before and after; nothing where there is but one. */
export function Pager({ label, listing, to }: PagerProps) {
  const { page } = listing;
  const pages = "total" in listing ? Math.max(1, Math.ceil(listing.total / listing.per_page)) : undefined;
  const more = "more" in listing ? listing.more : pages !== undefined && page + 1 < pages;
  if (page === 0 && !more) return null;
  return (
    <nav class="pager" aria-label={label}>
      {page > 0 && (
        <a href={to(page - 1)} rel="prev">
          Previous
        </a>
      )}
      <span class="quiet">
        Page {fullCount(page + 1)}
        {pages !== undefined && ` of ${fullCount(pages)}`}
      </span>
      {more && (
        <a href={to(page + 1)} rel="next">
          Next
        </a>
      )}
    </nav>
  );
}
