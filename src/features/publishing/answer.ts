import type { PublishResponse } from "#contract/publishing.ts";
import type { PublishInput } from "./input.ts";

export interface Published {
  /** False when this very version was there already, and after a dry run. */
  created: boolean;
  response: PublishResponse;
}

/** What a publication came to: written by this attempt, there before it, or only checked. */
export type Outcome = { kind: "created" | "repeated"; publishedAt: string } | { kind: "checked" };

const MESSAGES: Record<Outcome["kind"], string> = {
  created: "is published",
  repeated: "was published already, with these very bytes",
  checked: "passes every check; nothing was written",
};

export function answer({ name, version, checksum }: PublishInput, origin: string, outcome: Outcome): Published {
  const response = {
    success: true as const,
    message: `${name} ${version} ${MESSAGES[outcome.kind]}`,
    name,
    version,
    upload_url: `${origin}/dl/${name}/${name}-${version}.wasm`,
    checksum,
    dry_run: outcome.kind === "checked",
    published_at: outcome.kind === "checked" ? null : new Date(outcome.publishedAt).toISOString(),
  };
  return { created: outcome.kind === "created", response };
}
