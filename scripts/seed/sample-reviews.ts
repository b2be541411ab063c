import { readFile } from "node:fs/promises";

export interface SampleReview {
  by: string;
  version: string;
  rating: number;
  title?: string;
  comment: string;
  daysAgo: number;
  /** Signed in when they downloaded it, which makes the review verified. */
  downloaded?: boolean;
  helpful?: string[];
  unhelpful?: string[];
  response?: string;
}

export const SAMPLE_REVIEWERS = [
  "ada-okafor",
  "ben_lindqvist",
  "chiara-r",
  "dmitri-v",
  "elif-kaya",
  "farid-h",
  "grace-mwangi",
  "hiro-tanaka",
  "ines-duarte",
  "jonas-weber",
  "kavya-nair",
  "liam-osullivan",
  "mei-chen",
  "noor-alami",
  "oskar-nowak",
] as const;

/** Averages by design: 4.8 of 12 for auth-jwt, 4.5 of 8 for template-crypto, 4.9 of 15 for datasource-csv. */
export async function sampleReviewsOf(plugin: string): Promise<SampleReview[]> {
  const text = await readFile(new URL(`./plugins/${plugin}/reviews.json`, import.meta.url), "utf8");
  return JSON.parse(text) as SampleReview[];
}
