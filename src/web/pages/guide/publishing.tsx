import { Copyable } from "#web/components/copyable.tsx";
import { NAME_MAX_LENGTH, TAG_MAX_LENGTH } from "#lib/names.ts";
import { MAX_TAGS } from "#contract/search.ts";

export const Publishing = ({ origin }: { origin: string }) => (
  <section aria-labelledby="publishing">
    <h2 id="publishing">Publish a plugin</h2>
    <ol>
      <li>
        <a href="/register">Create an account</a>. Nobody but you sees your e-mail address.
      </li>
      <li>
        Build your plugin for WebAssembly, for example with <code>cargo build --target wasm32-wasip1 --release</code>,
        and describe it in <code>plugin.yaml</code>.
      </li>
      <li>
        <a href="/publish">Drop the package here</a>, or publish from your terminal or your build, with a token from
        your <a href="/settings/tokens">settings</a>:
        <Copyable label="Publish with this registry's command" text="mockforge-registry publish" />
      </li>
    </ol>
    <p>
      Names are lower-case letters and digits with single hyphens, at most {NAME_MAX_LENGTH} characters. Names that
      differ only in hyphens, in 0 and o, or in 1, i and l are one name; one that is easily mistaken for a well-known
      plugin's is refused. A plugin has at most {MAX_TAGS} tags of {TAG_MAX_LENGTH} characters.
    </p>
    <p>
      A published version cannot be changed, replaced or removed. If one is bad, yank it with a reason: nothing chooses
      it any more, and what depends on it still works. Publishing the same again is safe, and answers as it did the
      first time.
    </p>
    <p>
      Programs publish over the <a href="/docs">API</a>, whose description is at{" "}
      <a href="/api/v1/openapi.json">{origin}/api/v1/openapi.json</a>.
    </p>
  </section>
);
