const PAUSE_MS = 120;

/** Names of plugins below the search box while one types (ARIA combobox with a list box): arrows choose, Enter opens, Escape closes. */
export function suggestAsYouType(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[name=q]");
  const list = form.querySelector<HTMLUListElement>("[role=listbox]");
  if (!input || !list) return;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  let names: string[] = [];
  let active = -1;
  let timer = 0;
  let asked: AbortController | undefined;

  const open = (name: string) => location.assign(`/plugins/${encodeURIComponent(name)}`);

  function show(): void {
    list!.replaceChildren(...names.map(optionOf));
    list!.hidden = names.length === 0;
    input!.setAttribute("aria-expanded", String(names.length > 0));
    if (active < 0) input!.removeAttribute("aria-activedescendant");
    else input!.setAttribute("aria-activedescendant", `${list!.id}-${active}`);
  }

  function optionOf(name: string, index: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${list!.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(index === active));
    option.textContent = name;
    // Before the input loses its focus, which would close the list.
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      open(name);
    });
    return option;
  }

  function close(): void {
    clearTimeout(timer);
    asked?.abort();
    names = [];
    active = -1;
    show();
  }

  async function ask(text: string): Promise<void> {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const response = await fetch(`/api/v1/plugins/suggest?q=${encodeURIComponent(text)}`, { signal });
      if (!response.ok) return;
      names = ((await response.json()) as { suggestions: string[] }).suggestions;
      active = -1;
      show();
    } catch {
      // Superseded by the next letter, or offline: the form works without.
    }
  }

  const keys: Record<string, () => boolean> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: () => {
      const wasOpen = names.length > 0;
      close();
      return wasOpen;
    },
    Enter: () => {
      const name = names[active];
      if (name !== undefined) open(name);
      return name !== undefined;
    },
  };

  /** Past either end lies the text itself. */
  function move(step: number): boolean {
    if (names.length === 0) return false;
    active = ((active + 1 + step + names.length + 1) % (names.length + 1)) - 1;
    show();
    return true;
  }

  input.addEventListener("keydown", (event) => {
    if (!event.isComposing && keys[event.key]?.()) event.preventDefault();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim().slice(0, 50);
    if (text === "") close();
    else timer = setTimeout(() => void ask(text), PAUSE_MS);
  });
  input.addEventListener("blur", close);
  show();
}
