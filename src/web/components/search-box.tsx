import { Icon } from "./icon.tsx";

/** A plain GET form; with JavaScript (assets/parts/combobox.ts) it suggests names as you type. */
export const SearchBox = ({
  id,
  query,
  large = false,
}: {
  id: string;
  query?: string | undefined;
  large?: boolean;
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
    <button type="submit">Search</button>
    <ul class="suggestions" id={`${id}-list`} role="listbox" aria-label="Suggestions" hidden />
  </form>
);
