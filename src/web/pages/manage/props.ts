import type { OwnerList } from "#contract/owners.ts";
import type { RegistryEntry } from "#contract/plugins.ts";
import type { Submission } from "#web/forms/submission.ts";

/** Each form of the page, when it is to be shown again. */
export type Failed = Partial<Record<"owner" | "yank" | "deprecation", Submission>>;

/** What each part of the page needs. */
export interface ManageProps {
  plugin: RegistryEntry;
  owners: OwnerList["owners"];
  token: string;
  submission: Submission;
}
