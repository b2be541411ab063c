import type { Badge } from "#contract/plugins.ts";

/** What the badges are decided on, as the database holds it. */
export interface BadgeFacts {
  /** The account that published the current version is marked official. */
  official: boolean;
  verified: boolean;
  downloads: number;
  rating_sum: number;
  reviews_count: number;
  /** Of the versions not yanked; null when all are. */
  last_release: string | null;
  week_downloads: number;
  previous_week_downloads: number;
}

const MAINTAINED_MS = 90 * 24 * 60 * 60 * 1000;

/** The six badges and their rules, in the order they are shown. */
const RULES: Record<Badge, (facts: BadgeFacts, now: Date) => boolean> = {
  official: (facts) => facts.official,
  verified: (facts) => facts.verified,
  popular: (facts) => facts.downloads >= 1_000,
  "highly-rated": (facts) => facts.reviews_count >= 10 && facts.rating_sum >= 4.5 * facts.reviews_count,
  maintained: ({ last_release }, now) =>
    last_release !== null && now.getTime() - new Date(last_release).getTime() <= MAINTAINED_MS,
  trending: (facts) => facts.week_downloads >= 50 && facts.week_downloads >= 1.5 * facts.previous_week_downloads,
};

/** The badges that a plugin has earned. */
export function badgesOf(facts: BadgeFacts, now: Date): Badge[] {
  return (Object.keys(RULES) as Badge[]).filter((badge) => RULES[badge](facts, now));
}
