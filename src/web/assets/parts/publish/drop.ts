/** Files can be dropped on a field, as if they had been chosen there. */
export function acceptDrops(field: HTMLElement, input: HTMLInputElement): void {
  const mark = (over: boolean) => field.classList.toggle("drop-over", over);
  field.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  field.addEventListener("dragleave", () => mark(false));
  field.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    const files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
