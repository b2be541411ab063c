export { type ComparedVersion, compareVersions, type VersionComparison } from "./compare-versions.ts";
export { describeVersion } from "./describe-version.ts";
export { getVersion } from "./get-version.ts";
export { listVersions } from "./list-versions.ts";
export { readSbom, type SbomPart } from "./read-sbom.ts";
export { toVersionEntry, type VersionRecord } from "./record.ts";
export { unyankVersion, yankVersion } from "./yank.ts";
export { listReleases, type Release } from "./list-releases.ts";
