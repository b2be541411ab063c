import type { DownloadSeries } from "#contract/downloads.ts";
import type { RegistryEntry, VersionEntry } from "#contract/plugins.ts";
import type { DependentsResponse } from "#contract/resolution.ts";
import type { ReviewList, ReviewListQuery } from "#contract/reviews.ts";
import type { Reviewer } from "#features/reviews/index.ts";

/** What somebody who is signed in can do about the reviews. */
export interface Reviewing extends Reviewer {
  isAdmin: boolean;
  /** For the forms of this page. */
  token: string;
  /** Where a form comes back to: this page, with its order and number. */
  back: string;
}

/** Everything that the page of a plugin, or of one of its versions, shows. */
export interface PluginFacts {
  /** With the metadata of the version that is shown. */
  plugin: RegistryEntry;
  /** The version that is shown. */
  version: VersionEntry;
  /** The current one is shown, without having been asked for by its number. */
  isCurrent: boolean;
  readme: string | null;
  downloads: DownloadSeries;
  dependents: DependentsResponse;
  reviews: ReviewList;
  reviewSort: ReviewListQuery["sort"];
  /** Who looks, when signed in. */
  viewer: string | undefined;
  reviewing: Reviewing | null;
  origin: string;
  now: Date;
}

/** The address of a version's page: the current one's is the plugin's own. */
export const versionPath = ({ name, version: current }: RegistryEntry, version: string): string =>
  version === current ? `/plugins/${name}` : `/plugins/${name}/${version}`;
