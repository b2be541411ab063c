import type { Child } from "hono/jsx";
import { Icon } from "../components/icon.tsx";
import { TOKEN_FIELD } from "./own-form.ts";
import type { Submission } from "./submission.ts";

export const TokenField = ({ token }: { token: string }) => <input type="hidden" name={TOKEN_FIELD} value={token} />;

interface FormProps {
  action: string;
  token: string;
  submission: Submission;
  /** The form carries files. */
  files?: boolean;
  /** By which a script finds it. */
  id?: string;
  children?: Child;
}

/** A form of ours: its token, and what was wrong with it as a whole. */
export const Form = ({ action, token, submission, files = false, id, children }: FormProps) => (
  <form class="form" id={id} method="post" action={action} enctype={files ? "multipart/form-data" : undefined}>
    <TokenField token={token} />
    {submission.problem && (
      <p class="form-problem" role="alert">
        <Icon name="warning" />
        {submission.problem}
      </p>
    )}
    {children}
  </form>
);

interface Labelled {
  name: string;
  label: string;
  submission: Submission;
  /** What tells it from a field of the same name in another form of the page. */
  id?: string;
  hint?: string;
  required?: boolean;
}

interface FieldProps extends Labelled {
  type?: "text" | "email" | "password" | "url" | "search";
  autocomplete?: string;
  maxlength?: number;
}

/** A labelled text field with what was wrong with it beside it. A password is never sent back. */
export function Field({ label, submission, type = "text", hint, id, ...attributes }: FieldProps) {
  const { name } = attributes;
  return (
    <Labelling {...{ name, label, submission, hint, id }}>
      {(described) => (
        <input
          type={type}
          value={type === "password" ? undefined : submission.values[name]}
          {...described}
          {...attributes}
        />
      )}
    </Labelling>
  );
}

/** The same with several lines. */
export function TextArea({
  label,
  submission,
  hint,
  id,
  ...attributes
}: Labelled & { rows: number; maxlength?: number }) {
  const { name } = attributes;
  return (
    <Labelling {...{ name, label, submission, hint, id }}>
      {(described) => (
        <textarea {...described} {...attributes}>
          {submission.values[name]}
        </textarea>
      )}
    </Labelling>
  );
}

interface Option {
  value: string;
  label: string;
}

/** A choice of one. */
export function Select({ label, submission, hint, id, options, ...attributes }: Labelled & { options: Option[] }) {
  const { name } = attributes;
  return (
    <Labelling {...{ name, label, submission, hint, id }}>
      {(described) => (
        <select {...described} {...attributes}>
          {options.map((option) => (
            <option value={option.value} selected={option.value === submission.values[name]}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelling>
  );
}

const problemsOf = ({ issues }: Submission, name: string): string =>
  issues
    .filter(({ path }) => path === name || path.startsWith(`${name}.`))
    .map(({ message }) => message)
    .join("; ");

interface Described {
  id: string;
  "aria-invalid": "true" | undefined;
  "aria-describedby": string | undefined;
}

function Labelling(props: {
  name: string;
  label: string;
  submission: Submission;
  id: string | undefined;
  hint: string | undefined;
  children: (described: Described) => Child;
}) {
  const { name, label, submission, hint, children } = props;
  const id = props.id ?? name;
  const problems = problemsOf(submission, name);
  const described = [hint && `${id}-hint`, problems && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-invalid": problems ? "true" : undefined, "aria-describedby": described || undefined })}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <Problems id={id} text={problems} />
    </div>
  );
}

const Problems = ({ id, text }: { id: string; text: string }) =>
  text !== "" && (
    <p class="field-problem" id={`${id}-problem`}>
      {text}
    </p>
  );

interface ChoicesProps {
  /** What the issues of the whole set are about. */
  name: string;
  label: string;
  submission: Submission;
  choices: { name: string; label: Child; value: string; type: "checkbox" | "radio" }[];
}

/** Boxes to tick, or a choice of one that is all to be seen. */
export function Choices({ name, label, submission, choices }: ChoicesProps) {
  const problems = problemsOf(submission, name);
  return (
    <fieldset class="field choices" aria-describedby={problems ? `${name}-problem` : undefined}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <label class="choice">
          <input
            type={choice.type}
            name={choice.name}
            value={choice.value}
            checked={submission.values[choice.name] === choice.value}
          />
          <span>{choice.label}</span>
        </label>
      ))}
      <Problems id={name} text={problems} />
    </fieldset>
  );
}
