import type { VersionEntry } from "#contract/plugins.ts";

type Finding = NonNullable<VersionEntry["findings"]>[number];

const SEVERITIES: Record<Finding["severity"], string> = {
  high: "High",
  medium: "Medium",
  low: "Low",
  info: "Note",
};

/** What is remarkable about a module, the gravest first. */
export const FindingList = ({ findings }: { findings: Finding[] }) => (
  <ul class="findings">
    {findings.map(({ severity, text }) => (
      <li>
        <span class={`severity severity-${severity}`}>{SEVERITIES[severity]}</span>
        <span>{text}</span>
      </li>
    ))}
  </ul>
);
