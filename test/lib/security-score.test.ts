import { assert, array, boolean, constantFrom, integer, option, property, record } from "fast-check";
import { expect, test } from "vitest";
import { type SecurityFacts, securityScore } from "#lib/security-score.ts";
import { SEVERITIES, type Severity } from "#lib/wasm/finding.ts";

const facts = (changes: Partial<SecurityFacts> = {}): SecurityFacts => ({
  findings: [],
  verified: false,
  signed: false,
  lastReleaseDaysAgo: null,
  ...changes,
});
const found = (...severities: Severity[]) => severities.map((severity) => ({ severity }));
const times = (count: number, severity: Severity) => found(...Array.from({ length: count }, () => severity));

test.each<[string, Partial<SecurityFacts>, number]>([
  ["nothing found, nobody vouching", {}, 70],
  ["verified", { verified: true }, 85],
  ["signed", { signed: true }, 80],
  ["released 90 days ago", { lastReleaseDaysAgo: 90 }, 75],
  ["released 91 days ago", { lastReleaseDaysAgo: 91 }, 73],
  ["released 366 days ago", { lastReleaseDaysAgo: 366 }, 70],
  ["released by a clock ahead of ours", { lastReleaseDaysAgo: -1 }, 75],
  ["everything in order", { verified: true, signed: true, lastReleaseDaysAgo: 0 }, 100],
  ["one high finding", { findings: found("high") }, 45],
  [
    "one high finding, with everybody vouching",
    { findings: found("high"), verified: true, signed: true, lastReleaseDaysAgo: 0 },
    50,
  ],
  ["three high findings", { findings: times(3, "high") }, 0],
  ["one medium finding", { findings: found("medium") }, 62],
  ["a hundred medium findings", { findings: times(100, "medium") }, 38],
  ["one low finding", { findings: found("low") }, 68],
  ["a hundred low findings", { findings: times(100, "low") }, 60],
  ["a hundred remarks", { findings: times(100, "info") }, 70],
  ["yanked", { yanked: true, verified: true }, 20],
])("%s", (_, changes, score) => {
  expect(securityScore(facts(changes))).toBe(score);
});

const anyFacts = record({
  findings: array(record({ severity: constantFrom(...SEVERITIES) }), { maxLength: 30 }),
  verified: boolean(),
  signed: boolean(),
  lastReleaseDaysAgo: option(integer({ min: -10, max: 2_000 })),
  yanked: boolean(),
});

test("it is a whole number from 0 to 100, whatever the order of findings", () => {
  assert(
    property(anyFacts, (each) => {
      const score = securityScore(each);
      expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
      expect(securityScore({ ...each, findings: each.findings.toReversed() })).toBe(score);
    }),
  );
});

test("another finding never raises it, and none costs more than a high one", () => {
  assert(
    property(anyFacts, constantFrom(...SEVERITIES), (each, severity) => {
      const withAnother = (another: Severity) =>
        securityScore({ ...each, findings: [...each.findings, { severity: another }] });
      expect(withAnother(severity)).toBeLessThanOrEqual(securityScore(each));
      // Beyond the most that a severity may cost, one more of it is free; a high one is the dearest always.
      expect(withAnother("high")).toBeLessThanOrEqual(withAnother(severity));
    }),
  );
});

test("verified, signed, a later release and not being yanked never lower it", () => {
  assert(
    property(anyFacts, integer({ min: 0, max: 500 }), (each, days) => {
      const score = securityScore(each);
      expect(securityScore({ ...each, verified: true })).toBeGreaterThanOrEqual(score);
      expect(securityScore({ ...each, signed: true })).toBeGreaterThanOrEqual(score);
      expect(securityScore({ ...each, yanked: false })).toBeGreaterThanOrEqual(score);
      const later = each.lastReleaseDaysAgo === null ? days : each.lastReleaseDaysAgo - days;
      expect(securityScore({ ...each, lastReleaseDaysAgo: later })).toBeGreaterThanOrEqual(score);
    }),
  );
});
