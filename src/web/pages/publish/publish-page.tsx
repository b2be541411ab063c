import type { Context } from "hono";
import * as z from "zod";
import { type Inspected, publishPackage, publishVersion } from "#features/publishing/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { allowConnections } from "#http/security-headers.ts";
import { sha256Hex } from "#lib/digest.ts";
import { formToken } from "#web/forms/own-form.ts";
import { EMPTY, fieldsOf, type Submission, submit } from "#web/forms/submission.ts";
import { leaveNotice } from "#web/notice.ts";
import { page } from "#web/page.tsx";
import { kindOf, MetadataForm } from "./metadata.ts";
import { PublishForm } from "./publish-form.tsx";
import { Report } from "./report.tsx";

type C = Context<HttpEnv>;

export const showPublish = (c: C): Promise<Response> => publishPage(c, EMPTY);

export async function submitPublish(c: C): Promise<Response> {
  const values = await fieldsOf(c);
  const { file } = await c.req.parseBody();
  const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
  const options = { dryRun: values.dry_run === "true", origin: c.get("origin") };
  const finish = (outcome: Inspected) =>
    options.dryRun ? publishPage(c, { ...EMPTY, values }, outcome) : published(c, outcome);
  const publish = {
    package: () =>
      submit(values, z.unknown(), async () =>
        finish(await publishPackage(c.get("ctx"), { zip: bytes }, null, options)),
      ),
    module: () =>
      submit(values, MetadataForm, async (input) => {
        const checksum = await sha256Hex(bytes);
        const module = { bytes, field: "file" } as const;
        return finish(
          await publishVersion(c.get("ctx"), { ...input, checksum, file_size: bytes.length }, module, options),
        );
      }),
  };
  const kind = kindOf(bytes);
  const result = kind ? await publish[kind]() : { values, issues: [NO_FILE] };
  return result instanceof Response ? result : publishPage(c, result);
}

const NO_FILE = { path: "file", message: "must be a package (.zip) or a WebAssembly module (.wasm)" };

/** A script is told where to go, so that it is the browser which arrives there. */
export function published(c: C, { response: { name, version, message } }: Pick<Inspected, "response">): Response {
  const location = `/plugins/${name}/${encodeURIComponent(version)}`;
  leaveNotice(c, message);
  return c.req.header("accept") === "application/json" ? c.json({ location }, 201) : c.redirect(location, 303);
}

export async function publishPage(c: C, submission: Submission, checked?: Inspected | string): Promise<Response> {
  const token = await formToken(c);
  const failed = submission.issues.length > 0 || submission.problem !== undefined;
  allowConnections(c, c.get("services").uploadOrigin);
  return page(
    c,
    { title: "Publish a plugin", hidden: true, scripts: ["publish.js"] },
    <section class="middling">
      <h1>Publish a plugin</h1>
      <p>
        A published version never changes, and its module is read before it is shown. See the <a href="/guide">guide</a>{" "}
        for how a package is made.
      </p>
      <Report {...(failed && { submission })} {...(checked !== undefined && { checked })} />
      <PublishForm token={token} submission={submission} />
    </section>,
    failed ? 422 : 200,
  );
}
