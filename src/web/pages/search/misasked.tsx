import { Icon } from "#web/components/icon.tsx";
import { SearchBox } from "#web/components/search-box.tsx";
import type { Issue } from "#lib/errors.ts";

/** An address that no search has: what was typed is kept, what is wrong with the rest is said, and the rest is dropped. */
export const Misasked = ({ asked, issues }: { asked: Record<string, string>; issues: Issue[] }) => (
  <>
    <h1>Search plugins</h1>
    <SearchBox id="search" query={asked.q} large />
    <div class="form-problem" role="alert">
      <Icon name="warning" />
      <div>
        <p>This address asks for something that cannot be searched for:</p>
        <ul>
          {issues.map(({ path, message }) => (
            <li>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
        <p>
          Search again from the box above, or begin with <a href="/plugins">all plugins</a>.
        </p>
      </div>
    </div>
  </>
);
