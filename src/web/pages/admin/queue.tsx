import type { Context } from "hono";
import { listQueue, type Queue } from "#features/moderation/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { Pager } from "#web/components/pager.tsx";
import { Field, Form } from "#web/forms/fields.tsx";
import { formToken } from "#web/forms/own-form.ts";
import { EMPTY, type Submission } from "#web/forms/submission.ts";
import { page } from "#web/page.tsx";
import { AdminFrame } from "./frame.tsx";
import { QueuedPlugins } from "./queued-plugins.tsx";

/** What is to be looked at; with a form that is to be shown again. */
export async function queuePage(c: Context<HttpEnv>, number: number, failed?: Submission): Promise<Response> {
  const queue = await listQueue(c.get("ctx"), number);
  const token = await formToken(c);
  const now = c.get("ctx").clock();
  return page(
    c,
    { title: "Administration", hidden: true },
    <AdminFrame path="/admin">
      {failed?.problem && (
        <p class="form-problem" role="alert">
          {failed.problem}
        </p>
      )}
      {SECTIONS.map(({ key, title, text }) => (
        <section aria-labelledby={key}>
          <h2 id={key}>{title}</h2>
          <p class="quiet">{text}</p>
          <QueuedPlugins plugins={queue[key]} token={token} now={now} />
          {key === "unverified" && (
            <Pager label="Pages of the queue" listing={queue} to={(other) => `/admin?page=${other}`} />
          )}
        </section>
      ))}
      <section class="panel" aria-labelledby="names">
        <h2 id="names">Allow a name</h2>
        <p>One that is reserved, or like a well-known plugin's, can then be claimed by whoever publishes it first.</p>
        <Form action="/admin/names" token={token} submission={failed ?? EMPTY}>
          <Field name="name" label="Name" autocomplete="off" required submission={failed ?? EMPTY} />
          <button type="submit" class="button">
            Allow the name
          </button>
        </Form>
      </section>
    </AdminFrame>,
    failed ? 422 : 200,
  );
}

const SECTIONS: { key: keyof Pick<Queue, "flagged" | "unverified" | "taken_down">; title: string; text: string }[] = [
  {
    key: "flagged",
    title: "Flagged",
    text: "Current versions with a high finding that were published since anybody looked.",
  },
  { key: "unverified", title: "Not verified", text: "The latest update first." },
  { key: "taken_down", title: "Taken down", text: "Hidden everywhere; their names stay held." },
];
