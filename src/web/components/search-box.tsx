import { Icon } from "./icon.tsx";

/** A plain GET form; with JavaScript (assets/parts/combobox.ts) it suggests names as you type. */
export const SearchBox = ({
  id,
  query,
  large = false,
  kept = {},
}: {
  id: string;
  query?: string | undefined;
  large?: boolean;
  /** What else the next search keeps: filters, an order. */
  kept?: Record<string, string | undefined>;
}) => (
  <form class={large ? "search-box search-box-large" : "search-box"} role="search" action="/search" data-combobox>
    <label class="visually-hidden" for={id}>
      Search plugins
    </label>
    <Icon name="search" />
    <input
      id={id}
      name="q"
      type="search"
      value={query}
      maxlength={200}
      placeholder="Search plugins"
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
    />
    {Object.entries(kept).map(
      ([name, value]) => value !== undefined && <input type="hidden" name={name} value={value} />,
    )}
    <button type="submit">Search</button>
    <ul class="suggestions" id={`${id}-list`} role="listbox" aria-label="Suggestions" hidden />
  </form>
);
