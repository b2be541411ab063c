import type { VersionEntry } from "#contract/plugins.ts";
import { FindingList } from "#web/components/findings.tsx";
import { Icon } from "#web/components/icon.tsx";
import { Score } from "#web/components/score.tsx";
import { dayOf } from "#web/format.ts";
import type { PluginFacts } from "./facts.ts";

/** Of a fingerprint of 64 digits: enough to tell a publisher's keys apart. */
const SHOWN_KEY_LENGTH = 16;

/** What the module can do and what is remarkable about it, read from its bytes without running it. */
export const Security = ({ facts: { plugin, version, isCurrent } }: { facts: PluginFacts }) => (
  <>
    <p class="score-line">
      <Score score={plugin.security_score} />
      {!isCurrent && `, for the current version ${plugin.version}`}{" "}
      <a href="/guide#security-score">How this is counted</a>
    </p>
    <Signature signature={version.signature} />
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

function Signature({ signature }: Pick<VersionEntry, "signature">) {
  if (signature === null) return null;
  const { signed_by: signer, key_id: keyId, revoked_at: revokedAt } = signature;
  return (
    <p>
      Signed by <a href={`/users/${signer}`}>{signer}</a> with the key <code>{keyId.slice(0, SHOWN_KEY_LENGTH)}</code>
      {revokedAt !== null && `, which they revoked on ${dayOf(revokedAt)}`}.
    </p>
  );
}

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
