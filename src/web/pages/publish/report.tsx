import type { Inspected } from "#features/publishing/index.ts";
import { FindingList } from "#web/components/findings.tsx";
import { Icon } from "#web/components/icon.tsx";
import type { Submission } from "#web/forms/submission.ts";
import { sizeOf } from "#web/format.ts";

/** What the checks came to; a script takes this part of the answer and shows it without leaving the page. */
export const Report = ({ submission, checked }: { submission?: Submission; checked?: Inspected | string }) => (
  <div id="report" role="status" tabindex={-1}>
    {submission && <Problems submission={submission} />}
    {typeof checked === "string" && <Passed text={checked} />}
    {typeof checked === "object" && <Findings checked={checked} />}
  </div>
);

const Problems = ({ submission: { issues, problem } }: { submission: Submission }) => (
  <section class="panel panel-bad" aria-labelledby="problems">
    <h2 id="problems">It cannot be published like this</h2>
    {problem && <p>{problem}</p>}
    <ul>
      {issues.map(({ path, message }) => (
        <li>
          {path && <strong>{path}</strong>} {message}
        </li>
      ))}
    </ul>
  </section>
);

const Passed = ({ text }: { text: string }) => (
  <section class="panel panel-good" aria-labelledby="passed">
    <h2 id="passed">Ready to be published</h2>
    <p>{text}</p>
  </section>
);

const isGrave = ({ severity }: Inspected["inspection"]["findings"][number]) =>
  severity === "high" || severity === "medium";

const Findings = ({ checked: { response, inspection } }: { checked: Inspected }) => (
  <section class={inspection.findings.some(isGrave) ? "panel" : "panel panel-good"} aria-labelledby="passed">
    <h2 id="passed">{response.dry_run ? "Ready to be published" : "It is published already"}</h2>
    <p>
      {response.message}. The module has {sizeOf(inspection.sizeBytes)}.
    </p>
    <h3>What it can do</h3>
    {inspection.capabilities.length === 0 ? (
      <p>Nothing beyond computing: it asks its host for no function at all.</p>
    ) : (
      <ul>
        {inspection.capabilities.map(({ text }) => (
          <li>{text}</li>
        ))}
      </ul>
    )}
    <h3>What readers will be shown</h3>
    {inspection.findings.length === 0 ? (
      <p class="all-well">
        <Icon name="check" /> Nothing to remark: it does what it declares.
      </p>
    ) : (
      <FindingList findings={inspection.findings} />
    )}
  </section>
);
