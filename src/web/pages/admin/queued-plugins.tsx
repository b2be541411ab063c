import type { QueuedPlugin } from "#features/moderation/index.ts";
import { FindingList } from "#web/components/findings.tsx";
import { Ago } from "#web/components/time.tsx";
import { TokenField } from "#web/forms/fields.tsx";

interface Props {
  plugins: QueuedPlugin[];
  token: string;
  now: Date;
}

export const QueuedPlugins = ({ plugins, token, now }: Props) =>
  plugins.length === 0 ? (
    <p>Nothing.</p>
  ) : (
    <ul class="records">
      {plugins.map((plugin) => (
        <li class="record record-wide">
          <div>
            <p class="record-title">
              <a href={`/plugins/${plugin.name}`}>{plugin.name}</a> {plugin.version}
            </p>
            <p>{plugin.description}</p>
            <p class="quiet">
              by <a href={`/users/${plugin.published_by}`}>{plugin.published_by}</a>,{" "}
              <Ago time={plugin.published_at} now={now} />
            </p>
            {plugin.takedown_reason !== null && <p>Taken down: {plugin.takedown_reason}</p>}
            <FindingList findings={plugin.findings} />
          </div>
          <Decisions plugin={plugin} token={token} />
        </li>
      ))}
    </ul>
  );

function Decisions({
  plugin: { name, verified, takedown_reason: reason },
  token,
}: {
  plugin: QueuedPlugin;
  token: string;
}) {
  const path = `/admin/plugins/${name}`;
  if (reason !== null) return <Decision {...{ path: `${path}/restore`, token, name }} label="Restore" />;
  return (
    <div class="record-actions">
      <Decision {...{ path: `${path}/verify`, token, name }} label={verified ? "Verify again" : "Verify"} />
      {verified && <Decision {...{ path: `${path}/unverify`, token, name }} label="No longer verified" />}
      <details>
        <summary>Take down</summary>
        <form method="post" action={`/admin/plugins/${name}/takedown`}>
          <TokenField token={token} />
          <div class="field">
            <label for={`reason-${name}`}>Reason, kept in the audit log</label>
            <input id={`reason-${name}`} name="reason" maxlength={500} autocomplete="off" required />
          </div>
          <button type="submit" class="button button-bad" aria-label={`Take down ${name}`}>
            Take down
          </button>
        </form>
      </details>
    </div>
  );
}

interface DecisionProps {
  path: string;
  token: string;
  label: string;
  name: string;
}

const Decision = ({ path, token, label, name }: DecisionProps) => (
  <form method="post" action={path}>
    <TokenField token={token} />
    <button type="submit" class="button button-quiet" aria-label={`${label}: ${name}`}>
      {label}
    </button>
  </form>
);
