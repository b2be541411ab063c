import { Field, Form, TextArea, TokenField } from "#web/forms/fields.tsx";
import type { ManageProps } from "./props.ts";

export const Deprecation = ({ plugin: { name, deprecated }, token, submission }: ManageProps) => (
  <section class="panel" aria-labelledby="deprecate">
    <h2 id="deprecate">{deprecated ? "It is deprecated" : "Deprecate the plugin"}</h2>
    <p>It stays installable; its page says to move on, and to what.</p>
    <Form action={`/plugins/${name}/manage/deprecation`} token={token} submission={submission}>
      <TextArea name="message" label="Why" rows={3} maxlength={500} required submission={submission} />
      <Field
        name="replacement"
        label="What to use instead"
        hint="The name of a plugin; may be left empty"
        autocomplete="off"
        submission={submission}
      />
      <button type="submit" class="button button-bad">
        {deprecated ? "Change the message" : "Deprecate the plugin"}
      </button>
    </Form>
    {deprecated && (
      <form method="post" action={`/plugins/${name}/manage/deprecation/end`}>
        <TokenField token={token} />
        <button type="submit" class="button button-quiet">
          Take it back
        </button>
      </form>
    )}
  </section>
);
