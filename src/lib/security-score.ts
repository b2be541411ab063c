import type { Finding, Severity } from "./wasm/finding.ts";

export interface SecurityFacts {
  /** Of the current version. */
  findings: readonly Pick<Finding, "severity">[];
  /** Marked by an administrator. */
  verified: boolean;
  /** The current version comes with its publisher's signature, by a key that is not revoked. */
  signed: boolean;
  /** null when nothing was released. */
  lastReleaseDaysAgo: number | null;
  /** Whether the current version is yanked. */
  yanked?: boolean;
}

/** What any module gets that asks for nothing out of the ordinary. */
export const BASE = 70;
export const VERIFIED = 15;
export const SIGNED = 10;
export const MAINTENANCE = [
  { withinDays: 90, points: 5 },
  { withinDays: 365, points: 3 },
] as const;

/** Points off for each finding, up to `most` for all of the severity. */
export const PENALTIES: Record<Severity, { each: number; most: number }> = {
  high: { each: 25, most: 100 },
  medium: { each: 8, most: 32 },
  low: { each: 2, most: 10 },
  info: { each: 0, most: 0 },
};

export const MOST_WITH_HIGH_FINDING = 50;
export const MOST_WHEN_YANKED = 20;

/**
 * How much there is to vouch for a plugin, 0 to 100. The formula is the registry's own:
 *
 * | part | points | why |
 * |---|---|---|
 * | base | 70 | a module that does only what it declares |
 * | verified | +15 | a person looked at it |
 * | signed | +10 | its origin can be checked |
 * | released within 90 days, a year | +5, +3 | somebody would mend it |
 * | each high finding | −25 | it takes what it did not ask for: network, writing files |
 * | each medium finding | −8, at most −32 | undeclared reading, imports nobody knows |
 * | each low finding | −2, at most −10 | untidy, and not to add up to the weight of a grave one |
 * | info | 0 | worth knowing, not worth a point |
 *
 * With a high finding at most 50, whoever vouches; yanked at most 20. Deterministic and monotone: another finding never
 * raises it, and being verified, signed or released more lately never lowers it.
 */
export function securityScore({
  findings,
  verified,
  signed,
  lastReleaseDaysAgo,
  yanked = false,
}: SecurityFacts): number {
  const merits = BASE + (verified ? VERIFIED : 0) + (signed ? SIGNED : 0) + maintenance(lastReleaseDaysAgo);
  const penalty = Object.entries(PENALTIES).reduce((sum, [severity, { each, most }]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return sum + Math.min(most, each * count);
  }, 0);
  const hasHigh = findings.some(({ severity }) => severity === "high");
  const most = Math.min(hasHigh ? MOST_WITH_HIGH_FINDING : 100, yanked ? MOST_WHEN_YANKED : 100);
  return Math.max(0, Math.min(most, merits - penalty));
}

function maintenance(daysAgo: number | null): number {
  if (daysAgo === null) return 0;
  return MAINTENANCE.find(({ withinDays }) => daysAgo <= withinDays)?.points ?? 0;
}
