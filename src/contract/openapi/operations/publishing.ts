import { Done } from "../../common.ts";
import { DeprecationRequest, DeprecationResponse, OwnerList } from "../../owners.ts";
import {
  PackageForm,
  PublishQuery,
  PublishRequest,
  PublishResponse,
  YankQuery,
  YankRequest,
  YankResponse,
} from "../../publishing.ts";
import { UploadTicket } from "../../uploads.ts";
import { cacheable, ok, type Operation } from "../operation.ts";

const TOKEN_ERRORS = ["missing_scope", "plugin_outside_token"] as const;
const owned = { tag: "Owners", access: "user" } as const;
const OWNER_ERRORS = ["plugin_not_found", "not_owner", ...TOKEN_ERRORS] as const;

const PUBLISH_ERRORS = [
  ...TOKEN_ERRORS,
  "name_taken",
  "name_reserved",
  "name_too_similar",
  "not_owner",
  "plugin_taken_down",
  "version_exists",
  "publish_conflict",
  "storage_unavailable",
] as const;

const ANSWERS = {
  201: { description: "The version is published", schema: PublishResponse },
  200: {
    description: "These very bytes were published before by you, and the same said of them, or this was a dry run",
    schema: PublishResponse,
  },
};

export const publishingOperations: Operation[] = [
  {
    method: "post",
    path: "/api/v1/plugins/publish",
    id: "publish",
    tag: "Publishing",
    summary: "Publish a version, or announce one whose module is sent straight to storage",
    access: "user",
    query: PublishQuery,
    body: { schema: PublishRequest },
    answers: {
      ...ANSWERS,
      202: { description: "There was no wasm_data: where to send the module, up to 50 MiB", schema: UploadTicket },
    },
    errors: PUBLISH_ERRORS,
  },
  {
    method: "post",
    path: "/api/v1/uploads/{upload_id}/complete",
    id: "completeUpload",
    tag: "Publishing",
    summary: "Publish an announced version whose module has been sent; asked again, it answers as it first did",
    access: "user",
    answers: {
      201: ANSWERS[201],
      200: { description: "These very bytes were published before by you, another way", schema: PublishResponse },
    },
    errors: [...PUBLISH_ERRORS, "invalid_input", "upload_not_found", "upload_incomplete", "upload_expired"],
  },
  {
    method: "post",
    path: "/api/v1/plugins",
    id: "publishPackage",
    tag: "Publishing",
    summary: "Publish a package, as `mockforge-plugin publish` sends it",
    access: "user",
    query: PublishQuery,
    body: { schema: PackageForm, media: "multipart/form-data" },
    answers: ANSWERS,
    errors: PUBLISH_ERRORS,
  },
  {
    method: "delete",
    path: "/api/v1/plugins/{name}/versions/{version}/yank",
    id: "yank",
    tag: "Publishing",
    summary: "Take a version out of use; it stays downloadable by its number",
    access: "user",
    query: YankQuery,
    body: { schema: YankRequest, required: false },
    answers: ok("The version is yanked", YankResponse),
    errors: [...OWNER_ERRORS, "version_not_found"],
  },
  {
    method: "put",
    path: "/api/v1/plugins/{name}/versions/{version}/unyank",
    id: "unyank",
    tag: "Publishing",
    summary: "Take a yank back",
    access: "user",
    answers: ok("The version is in use again", YankResponse),
    errors: [...OWNER_ERRORS, "version_not_found"],
  },
  {
    method: "put",
    path: "/api/v1/plugins/{name}/deprecation",
    id: "deprecate",
    tag: "Publishing",
    summary: "Say that a plugin should no longer be used, and what instead; null takes it back",
    access: "user",
    body: { schema: DeprecationRequest },
    answers: ok("The state of the plugin", DeprecationResponse),
    errors: [...OWNER_ERRORS],
  },
  {
    method: "get",
    path: "/api/v1/plugins/{name}/owners",
    id: "listOwners",
    tag: "Owners",
    summary: "Who may publish",
    access: "public",
    answers: cacheable("The owners", OwnerList),
    errors: ["plugin_not_found"],
  },
  {
    ...owned,
    method: "put",
    path: "/api/v1/plugins/{name}/owners/{username}",
    id: "addOwner",
    summary: "Make somebody an owner",
    answers: ok("They are an owner", Done),
    errors: [...OWNER_ERRORS, "user_not_found"],
  },
  {
    ...owned,
    method: "delete",
    path: "/api/v1/plugins/{name}/owners/{username}",
    id: "removeOwner",
    summary: "Take somebody's ownership away; the last owner cannot go",
    answers: ok("They are no owner any more", Done),
    errors: [...OWNER_ERRORS, "user_not_found", "last_owner"],
  },
];
