import type { Change } from "./changes.ts";

/** What changed, before and after, side by side. */
export const Changes = ({ changes, of, none }: { changes: Change[]; of: string; none: string }) =>
  changes.length === 0 ? (
    <p class="quiet">{none}</p>
  ) : (
    <div class="wide" tabindex={0} role="region" aria-label={`${of}s that changed`}>
      <table class="changes">
        <thead>
          <tr>
            <th scope="col">{of}</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ what, before, after }) => (
            <tr>
              <th scope="row">{what}</th>
              <td>{before === undefined ? <span class="quiet">—</span> : <del>{before}</del>}</td>
              <td>{after === undefined ? <span class="quiet">—</span> : <ins>{after}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
