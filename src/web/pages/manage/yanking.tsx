import { Field, Form, Select, TokenField } from "#web/forms/fields.tsx";
import type { ManageProps } from "./props.ts";

export function Yanking({ plugin: { name, versions }, token, submission }: ManageProps) {
  const yanked = versions.filter((version) => version.yanked);
  const offered = versions
    .filter((version) => !version.yanked)
    .map(({ version }) => ({ value: version, label: version }));
  return (
    <section class="panel" aria-labelledby="yank">
      <h2 id="yank">Yank a version</h2>
      <p>
        A yanked version stays where it is, so that what depends on it goes on working, but nothing resolves to it any
        more. It can be taken back.
      </p>
      {offered.length > 0 ? (
        <Form action={`/plugins/${name}/manage/yank`} token={token} submission={submission}>
          <Select name="version" label="Version" options={offered} submission={submission} />
          <Field
            name="reason"
            label="Reason"
            hint="Shown to whoever uses it, up to 500 characters"
            maxlength={500}
            autocomplete="off"
            submission={submission}
          />
          <button type="submit" class="button button-bad">
            Yank the version
          </button>
        </Form>
      ) : (
        <p class="quiet">Every version is yanked.</p>
      )}
      {yanked.length > 0 && (
        <ul class="records">
          {yanked.map(({ version, yank_reason: reason }) => (
            <li class="record">
              <div>
                <p class="record-title">{version}</p>
                <p class="quiet">{reason ?? "Yanked without a reason"}</p>
              </div>
              <form method="post" action={`/plugins/${name}/manage/unyank`}>
                <TokenField token={token} />
                <input type="hidden" name="version" value={version} />
                <button type="submit" class="button button-quiet" aria-label={`Take back the yank of ${version}`}>
                  Take back
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
