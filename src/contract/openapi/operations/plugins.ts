import { DownloadSeries, DownloadsQuery } from "../../downloads.ts";
import { BadgesResponse, ReadmeBadgeQuery, RegistryEntry, VersionEntry, VersionList } from "../../plugins.ts";
import { SearchQuery, SearchRequest, SearchResponse, SuggestQuery, SuggestResponse } from "../../search.ts";
import { StatsResponse } from "../../stats.ts";
import { cacheable, file, ok, type Operation } from "../operation.ts";

const DOWNLOAD_ERRORS = [
  "plugin_not_found",
  "version_not_found",
  "range_not_satisfiable",
  "storage_unavailable",
  "counter_unavailable",
] as const;
const download = { tag: "Downloads", access: "public", errors: [...DOWNLOAD_ERRORS] } as const;

const HEAD = {
  200: { description: "What a GET would send, without the bytes", headers: ["ETag", "Content-Disposition"] },
  304: { description: "The client holds it already (If-None-Match)", headers: ["ETag"] },
};

const SBOM: Operation["answers"] = {
  200: {
    description: "The file as it was sent",
    media: ["application/octet-stream"],
    headers: ["ETag", "Cache-Control"],
  },
  304: HEAD[304],
};
const SBOM_ERRORS = ["plugin_not_found", "version_not_found", "sbom_not_found", "storage_unavailable"] as const;

const FILE = "/dl/{name}/{file}";
const DOWNLOAD = "/api/v1/plugins/{name}/versions/{version}/download";

export const pluginOperations: Operation[] = [
  {
    method: "post",
    path: "/api/v1/plugins/search",
    id: "searchPlugins",
    tag: "Plugins",
    summary: "Search for plugins",
    access: "public",
    body: { schema: SearchRequest },
    answers: ok("One page of plugins; each with its current version alone", SearchResponse),
  },
  {
    method: "get",
    path: "/api/v1/plugins",
    id: "listPlugins",
    tag: "Plugins",
    summary: "Search for plugins, cacheable",
    access: "public",
    query: SearchQuery,
    answers: cacheable("One page of plugins; each with its current version alone", SearchResponse),
  },
  {
    method: "get",
    path: "/api/v1/plugins/suggest",
    id: "suggestPlugins",
    tag: "Plugins",
    summary: "Names that begin with, or are like, what was typed",
    access: "public",
    query: SuggestQuery,
    answers: cacheable("Up to eight names", SuggestResponse),
  },
  {
    method: "get",
    path: "/api/v1/plugins/{name}",
    id: "getPlugin",
    tag: "Plugins",
    summary: "A plugin with all its versions",
    access: "public",
    answers: cacheable("The plugin", RegistryEntry),
    errors: ["plugin_not_found"],
  },
  {
    method: "get",
    path: "/api/v1/plugins/{name}/versions",
    id: "listVersions",
    tag: "Plugins",
    summary: "The versions of a plugin, the highest first",
    access: "public",
    answers: cacheable("The versions", VersionList),
    errors: ["plugin_not_found"],
  },
  {
    method: "get",
    path: "/api/v1/plugins/{name}/versions/{selector}",
    id: "getVersion",
    tag: "Plugins",
    summary: "One version, by number, `latest` or a requirement",
    access: "public",
    answers: cacheable("The version", VersionEntry),
    errors: ["invalid_input", "plugin_not_found", "version_not_found"],
  },
  {
    method: "get",
    path: "/api/v1/plugins/{name}/downloads",
    id: "getDownloads",
    tag: "Downloads",
    summary: "Downloads by day and version",
    access: "public",
    query: DownloadsQuery,
    answers: cacheable("The series", DownloadSeries),
    errors: ["plugin_not_found"],
  },
  {
    ...download,
    method: "get",
    path: "/api/v1/plugins/{name}/versions/{version}/sbom",
    id: "getSbom",
    summary: "What the module is made of, as its publisher says; counts as no download",
    answers: SBOM,
    errors: SBOM_ERRORS,
  },
  {
    ...download,
    method: "get",
    path: "/api/v1/plugins/{name}/versions/{version}/sbom-signature",
    id: "getSbomSignature",
    summary: "The publisher's signature of the sbom, which the registry does not check",
    answers: SBOM,
    errors: SBOM_ERRORS,
  },
  {
    ...download,
    method: "get",
    path: DOWNLOAD,
    id: "downloadVersion",
    summary: "The WASM module of a version",
    answers: file("The module", ["application/wasm"]),
  },
  {
    ...download,
    method: "head",
    path: DOWNLOAD,
    id: "checkVersion",
    summary: "Size and checksum of a module; counts as no download",
    answers: HEAD,
  },
  {
    ...download,
    method: "get",
    path: FILE,
    id: "downloadFile",
    summary: "The module (.wasm) or the package (.zip) of a version, under a name that a file keeps",
    answers: file("The file", ["application/wasm", "application/zip"]),
    errors: [...DOWNLOAD_ERRORS, "not_found"],
  },
  {
    ...download,
    method: "head",
    path: FILE,
    id: "checkFile",
    summary: "Size and checksum of a file; counts as no download",
    answers: HEAD,
    errors: [...DOWNLOAD_ERRORS, "not_found"],
  },
  {
    method: "get",
    path: "/api/v1/plugins/{name}/badges",
    id: "getBadges",
    tag: "Plugins",
    summary: "The badges that a plugin has earned",
    access: "public",
    answers: cacheable("The badges", BadgesResponse),
    errors: ["plugin_not_found"],
  },
  {
    method: "get",
    path: "/badges/{image}",
    id: "getReadmeBadge",
    tag: "Plugins",
    summary: "An SVG for READMEs: a plugin's version, downloads or rating",
    access: "public",
    query: ReadmeBadgeQuery,
    answers: {
      200: { description: "The badge", media: ["image/svg+xml"], headers: ["ETag", "Cache-Control"] },
      304: { description: "The client holds it already (If-None-Match)", headers: ["ETag"] },
      404: { description: "A grey badge that says so", media: ["image/svg+xml"] },
    },
  },
  {
    method: "get",
    path: "/api/v1/stats",
    id: "getStats",
    tag: "Registry",
    summary: "The registry in numbers",
    access: "public",
    answers: cacheable("The numbers", StatsResponse),
  },
];
