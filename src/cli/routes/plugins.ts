import { DownloadSeries } from "#contract/downloads.ts";
import { RegistryEntry, VersionEntry } from "#contract/plugins.ts";
import { ResolveResponse } from "#contract/resolution.ts";
import { ReviewList } from "#contract/reviews.ts";
import { SearchResponse, SuggestResponse } from "#contract/search.ts";
import { route } from "../client/route.ts";

export const search = route({ method: "GET", path: "/api/v1/plugins", repeat: "safe", answer: SearchResponse });

export const suggest = route({
  method: "GET",
  path: "/api/v1/plugins/suggest",
  repeat: "safe",
  answer: SuggestResponse,
});

export const plugin = route({ method: "GET", path: "/api/v1/plugins/:name", repeat: "safe", answer: RegistryEntry });

export const version = route({
  method: "GET",
  path: "/api/v1/plugins/:name/versions/:version",
  repeat: "safe",
  answer: VersionEntry,
});

export const downloads = route({
  method: "GET",
  path: "/api/v1/plugins/:name/downloads",
  repeat: "safe",
  answer: DownloadSeries,
});

export const reviews = route({
  method: "GET",
  path: "/api/v1/plugins/:name/reviews",
  repeat: "safe",
  answer: ReviewList,
});

/** A question, though its method is POST. */
export const resolve = route({ method: "POST", path: "/api/v1/resolve", repeat: "safe", answer: ResolveResponse });

/** `:file` is `<name>-<version>.zip`. */
export const PACKAGE_PATH = "/dl/:name/:file";
