import { type Capability, capabilitiesOf } from "./capabilities.ts";
import type { CapabilityId } from "./capability-table.ts";
import { type Declaration, readDeclaration } from "./declared.ts";
import { type Finding, SEVERITIES, type Severity } from "./finding.ts";
import { moduleFindings } from "./module-findings.ts";
import type { ModuleReport } from "./report.ts";
import { listed } from "./shown.ts";

type Declarable = { severity: Severity; field: string; isDeclared: (declaration: Declaration) => boolean };

const network = { field: "capabilities.network.allow_http_outbound", isDeclared: (d: Declaration) => d.outboundHttp };
const reading = { field: "capabilities.filesystem.allow_read", isDeclared: (d: Declaration) => d.readsFiles };
const writing = { field: "capabilities.filesystem.allow_write", isDeclared: (d: Declaration) => d.writesFiles };

/** What plugin.yaml has a word for. Clocks, random numbers, logs and the like need no declaration. */
const DECLARABLE: Partial<Record<CapabilityId, Declarable>> = {
  "filesystem-read": { severity: "medium", ...reading },
  "filesystem-write": { severity: "high", ...writing },
  "filesystem-write-possible": { severity: "low", ...writing },
  "host-http": { severity: "high", ...network },
  sockets: { severity: "high", ...network },
};

/** What is remarkable about a module, declared or not, the gravest first; one finding for each fact. */
export function findingsOf(report: ModuleReport, manifest: unknown): Finding[] {
  const capabilities = capabilitiesOf(report.imports);
  const declaration = readDeclaration(manifest);
  const findings = [
    ...capabilities.flatMap((capability) => undeclared(capability, declaration)),
    ...aboutDeclaration(declaration, capabilities),
    ...moduleFindings(report, capabilities, declaration),
  ];
  return findings.toSorted(bySeverity);
}

function undeclared({ id, text, evidence }: Capability, declaration: Declaration | null): Finding[] {
  const declarable = DECLARABLE[id];
  if (!declarable || (declaration && declarable.isDeclared(declaration))) return [];
  const { severity, field } = declarable;
  const where = declaration ? `which plugin.yaml does not declare (${field})` : "and declares nothing";
  return [{ severity, code: `undeclared-${id}`, text: `${text} (${listed(evidence)}), ${where}.` }];
}

function aboutDeclaration(declaration: Declaration | null, capabilities: readonly Capability[]): Finding[] {
  if (!declaration) {
    return [
      { severity: "low", code: "no-declaration", text: "No plugin.yaml says what the module needs (capabilities)." },
    ];
  }
  const found: Finding[] = [];
  const add = (severity: Severity, code: string, text: string) => found.push({ severity, code, text });
  const has = (...ids: CapabilityId[]) => capabilities.some(({ id }) => ids.includes(id));
  const { outboundHttp, readsFiles, writesFiles, allowedHosts, allowedPaths } = declaration;
  if (outboundHttp && isEverything(allowedHosts)) {
    add(
      "low",
      "any-host",
      "plugin.yaml asks for HTTP to any host; name the hosts in capabilities.network.allowed_hosts.",
    );
  }
  if ((readsFiles || writesFiles) && isEverything(allowedPaths)) {
    add(
      "low",
      "any-path",
      "plugin.yaml asks for files anywhere; name the paths in capabilities.filesystem.allowed_paths.",
    );
  }
  if (outboundHttp && !has("host-http", "sockets")) {
    add("info", "unused-network", "plugin.yaml asks for outbound HTTP, which the module does not import.");
  }
  if (readsFiles && !has("filesystem-read")) {
    add("info", "unused-filesystem-read", "plugin.yaml asks to read files, which the module does not import.");
  }
  if (writesFiles && !has("filesystem-write", "filesystem-write-possible")) {
    add("info", "unused-filesystem-write", "plugin.yaml asks to change files, which the module does not import.");
  }
  return found;
}

const EVERYTHING = new Set(["*", "**", "**/*", "/", "/*", "/**", "/**/*"]);
const isEverything = (allowed: readonly string[]) =>
  allowed.length === 0 || allowed.some((each) => EVERYTHING.has(each.trim()));

function bySeverity(a: Finding, b: Finding): number {
  const rank = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return rank || order(a.code, b.code) || order(a.text, b.text);
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
