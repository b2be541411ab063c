/**
 * A form with `data-swap` changes one part of the page: the part of that id is taken from the answer, and the rest stays as it is,
 * scrolled where it was. Whatever goes wrong is left to the browser, which sends the form as if there were no script.
 */
export function swapInPlace(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.swap === undefined) return;
    event.preventDefault();
    void swap(form, form.dataset.swap);
  });
}

async function swap(form: HTMLFormElement, id: string): Promise<void> {
  const part = document.getElementById(id);
  const fresh = await partOfAnswer(form, id);
  if (!part || !fresh) return form.submit();
  const label = (document.activeElement as HTMLElement | null)?.dataset.keep;
  part.replaceWith(fresh);
  if (label !== undefined) fresh.querySelector<HTMLElement>(`[data-keep="${label}"]`)?.focus();
}

async function partOfAnswer(form: HTMLFormElement, id: string): Promise<HTMLElement | null> {
  try {
    const body = new URLSearchParams([...new FormData(form)] as [string, string][]);
    const response = await fetch(form.action, { method: "POST", body });
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html").getElementById(id);
  } catch {
    return null;
  }
}
