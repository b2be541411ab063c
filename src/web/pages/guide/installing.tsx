import { Copyable } from "#web/components/copyable.tsx";

export const Installing = () => (
  <section aria-labelledby="installing">
    <h2 id="installing">Install a plugin</h2>
    <p>
      Find it by <a href="/search">search</a>, by <a href="/categories">category</a> or by <a href="/tags">tag</a>; its
      page has the command to copy. This registry's own command line installs a plugin with everything that it depends
      on, and writes down exactly which versions it chose:
    </p>
    <Copyable label="Install with this registry's command" text="mockforge-registry install auth-jwt" />
    <p>
      A version is chosen by Cargo's rules: <code>1.2</code> means <code>^1.2</code>, a comma means <em>and</em>, and a
      prerelease is only taken when you ask for it. Yanked versions are never chosen, though whoever has one locked can
      still fetch it.
    </p>
    <p>
      Without the command line, take the link on the plugin's page and compare the SHA-256 checksum beside it with that
      of what arrived. The bytes behind a version never change.
    </p>
  </section>
);
