import { MAX_INLINE_BYTES, MAX_MODULE_BYTES, MAX_PACKAGE_BYTES } from "#contract/sizes.ts";
import { CATEGORIES } from "#lib/names.ts";
import { CATEGORY_TEXTS } from "#web/categories.ts";
import { Field, Form, Select, TextArea } from "#web/forms/fields.tsx";
import type { Submission } from "#web/forms/submission.ts";

const MIB = 1024 * 1024;

interface Props {
  token: string;
  submission: Submission;
}

/** A plain form; with JavaScript (assets/publish.ts) files can be dropped on it and are checked at once. */
export const PublishForm = ({ token, submission }: Props) => (
  <Form id="publish" action="/publish" token={token} submission={{ ...submission, problem: "" }} files>
    <div
      class="field drop"
      data-inline={MAX_INLINE_BYTES}
      data-package={MAX_PACKAGE_BYTES}
      data-module={MAX_MODULE_BYTES}
    >
      <label for="file">Package or module</label>
      <input id="file" name="file" type="file" accept=".zip,.wasm" required aria-describedby="file-hint checks" />
      <p class="field-hint" id="file-hint">
        A .zip of plugin.yaml, one .wasm and maybe README.md, or the .wasm alone; up to {MAX_PACKAGE_BYTES / MIB} MiB
        <span class="scripted">
          , a .wasm up to {MAX_MODULE_BYTES / MIB}. Drop it here: it is checked, and nothing is published yet
        </span>
      </p>
      <ul class="checks" id="checks" aria-live="polite" />
    </div>
    <AboutModule submission={submission} />
    <div class="buttons">
      <button type="submit" class="button button-quiet" name="dry_run" value="true">
        Check only
      </button>
      <button type="submit" class="button">
        Publish
      </button>
    </div>
    <progress id="progress" class="progress" max={1} value={0} aria-label="Sent" hidden />
  </Form>
);

const AboutModule = ({ submission }: Pick<Props, "submission">) => (
  <fieldset class="about-module" id="about-module">
    <legend>About the module</legend>
    <p class="quiet">For a .wasm alone. In a package, plugin.yaml says all this.</p>
    <Field
      name="name"
      label="Name"
      hint="Such as auth-jwt; it is yours for good"
      autocomplete="off"
      submission={submission}
    />
    <Field name="version" label="Version" hint="Such as 1.0.0" autocomplete="off" submission={submission} />
    <Field name="description" label="Description" maxlength={500} autocomplete="off" submission={submission} />
    <Select
      name="category"
      label="Category"
      options={CATEGORIES.map((value) => ({ value, label: CATEGORY_TEXTS[value].title }))}
      submission={submission}
    />
    <Field
      name="license"
      label="Licence"
      hint="An SPDX expression, such as MIT OR Apache-2.0"
      autocomplete="off"
      submission={submission}
    />
    <Field name="tags" label="Tags" hint="Up to ten, with spaces between" autocomplete="off" submission={submission} />
    <Field name="repository" label="Repository" type="url" autocomplete="off" submission={submission} />
    <Field name="homepage" label="Homepage" type="url" autocomplete="off" submission={submission} />
    <TextArea name="readme" label="README" hint="Markdown" rows={6} submission={submission} />
  </fieldset>
);
