import type { RegistryEntry } from "#contract/plugins.ts";
import { securityScore } from "#lib/security-score.ts";
import { toVersionEntry, type VersionRecord } from "../versions/index.ts";
import { type BadgeFacts, badgesOf } from "./badges.ts";

/** A plugin as the database returns it. */
export interface PluginRecord {
  name: string;
  description: string;
  category: RegistryEntry["category"];
  license: string;
  repository: string | null;
  homepage: string | null;
  language: string | null;
  tags: string[];
  author: string;
  owners: string[];
  recent_downloads: number;
  created_at: string;
  updated_at: string;
  deprecation_message: string | null;
  replacement: string | null;
  facts: BadgeFacts;
  current_version: string;
  versions: VersionRecord[];
}

/** The average number of stars, to one decimal; 0 without reviews. */
export function averageRating(ratingSum: number, reviewsCount: number): number {
  return reviewsCount === 0 ? 0 : Math.round((10 * ratingSum) / reviewsCount) / 10;
}

/** A plugin in the shape of the wire. @param origin scheme and host that links begin with */
export function toRegistryEntry(record: PluginRecord, origin: string, now: Date): RegistryEntry {
  const { facts, deprecation_message: message } = record;
  // Field by field, in the order that people read them: jsonb has an order of its own.
  return {
    name: record.name,
    description: record.description,
    version: record.current_version,
    versions: record.versions.map((version) => toVersionEntry(version, record.name, origin)),
    author: { name: record.author, email: null, url: `${origin}/users/${record.author}` },
    owners: record.owners,
    tags: record.tags,
    category: record.category,
    language: record.language,
    downloads: facts.downloads,
    recent_downloads: record.recent_downloads,
    rating: averageRating(facts.rating_sum, facts.reviews_count),
    reviews_count: facts.reviews_count,
    security_score: scoreOf(record, now),
    badges: badgesOf(facts, now),
    repository: record.repository,
    homepage: record.homepage,
    license: record.license,
    deprecated: message === null ? null : { message, replacement: record.replacement },
    created_at: new Date(record.created_at).toISOString(),
    updated_at: new Date(record.updated_at).toISOString(),
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** null while the current version was not inspected. */
function scoreOf({ facts, current_version, versions }: PluginRecord, now: Date): number | null {
  const current = versions.find(({ version }) => version === current_version);
  if (!current?.findings) return null;
  const released =
    facts.last_release === null ? null : (now.getTime() - new Date(facts.last_release).getTime()) / DAY_MS;
  return securityScore({
    findings: current.findings,
    verified: facts.verified,
    signed: current.signature !== null && current.signature.revoked_at === null,
    lastReleaseDaysAgo: released,
    yanked: current.yanked,
  });
}
