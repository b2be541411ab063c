import type { Child } from "hono/jsx";
import { Icon } from "../components/icon.tsx";
import { TOKEN_FIELD } from "./own-form.ts";
import type { Submission } from "./submission.ts";

export const TokenField = ({ token }: { token: string }) => <input type="hidden" name={TOKEN_FIELD} value={token} />;

/** A form of ours: its token, and what was wrong with it as a whole. */
export const Form = (props: { action: string; token: string; submission: Submission; children?: Child }) => (
  <form class="form" method="post" action={props.action}>
    <TokenField token={props.token} />
    {props.submission.problem && (
      <p class="form-problem" role="alert">
        <Icon name="warning" />
        {props.submission.problem}
      </p>
    )}
    {props.children}
  </form>
);

interface FieldProps {
  name: string;
  label: string;
  submission: Submission;
  type?: "text" | "email" | "password" | "url" | "search";
  autocomplete?: string;
  hint?: string;
  required?: boolean;
}

/** A labelled text field with what was wrong with it beside it. A password is never sent back. */
export function Field({ name, label, submission, type = "text", hint, ...attributes }: FieldProps) {
  const problems = submission.issues.filter(({ path }) => path === name);
  const described = [hint && `${name}-hint`, problems.length > 0 && `${name}-problem`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={type === "password" ? undefined : submission.values[name]}
        aria-invalid={problems.length > 0 ? "true" : undefined}
        aria-describedby={described || undefined}
        {...attributes}
      />
      {hint && (
        <p class="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problems.length > 0 && (
        <p class="field-problem" id={`${name}-problem`}>
          {problems.map(({ message }) => message).join("; ")}
        </p>
      )}
    </div>
  );
}
