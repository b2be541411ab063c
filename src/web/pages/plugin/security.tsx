import type { VersionEntry } from "#contract/plugins.ts";
import { FindingList } from "#web/components/findings.tsx";
import { Icon } from "#web/components/icon.tsx";
import { Score } from "#web/components/score.tsx";
import type { PluginFacts } from "./facts.ts";

/** What the module can do and what is remarkable about it, read from its bytes without running it. */
export const Security = ({ facts: { plugin, version, isCurrent } }: { facts: PluginFacts }) => (
  <>
    <p class="score-line">
      <Score score={plugin.security_score} />
      {!isCurrent && `, for the current version ${plugin.version}`}{" "}
      <a href="/guide#security-score">How this is counted</a>
    </p>
    <h3>What it can do</h3>
    <Capabilities version={version} />
    <h3>What we found</h3>
    <Findings findings={version.findings} />
    {version.sbom_url !== null && (
      <p>
        Its publisher lists what it is made of: <a href={version.sbom_url}>bill of materials</a>
        {version.sbom_signature_url !== null && (
          <>
            {" "}
            and <a href={version.sbom_signature_url}>their signature</a>, which the registry keeps and does not check
          </>
        )}
        .
      </p>
    )}
  </>
);

function Capabilities({ version: { capabilities, capability_changes: changes } }: { version: VersionEntry }) {
  if (capabilities === null) return <p class="quiet">This version was published before modules were inspected.</p>;
  if (capabilities.length === 0) {
    return <p>Nothing beyond computing: it asks its host for no function at all.</p>;
  }
  return (
    <>
      {changes.length > 0 && <p class="warning">Compared with the version before, it {changes.join(", ")}.</p>}
      <ul class="capabilities">
        {capabilities.map(({ text, evidence }) => (
          <li>
            {text}
            <details>
              <summary>By importing</summary>
              <ul class="evidence">
                {evidence.map((name) => (
                  <li>
                    <code>{name}</code>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}

function Findings({ findings }: Pick<VersionEntry, "findings">) {
  if (findings === null) return <p class="quiet">This version was not inspected.</p>;
  if (findings.length === 0) {
    return (
      <p class="all-well">
        <Icon name="check" /> Nothing: it does what it declares.
      </p>
    );
  }
  return <FindingList findings={findings} />;
}
