import { Icon } from "./icon.tsx";

/** A command or a text to take along; the button is there where scripts run (assets/parts/copy.ts). */
export const Copyable = ({ label, text }: { label: string; text: string }) => (
  <div class="copyable">
    <pre>
      <code>{text}</code>
    </pre>
    <button type="button" class="icon-button" data-copy={text} aria-label={`Copy: ${label}`}>
      <Icon name="copy" />
      <Icon name="check" />
    </button>
  </div>
);
