import * as z from "zod";
import { PublishResponse, YankResponse } from "#contract/publishing.ts";
import { UploadTicket } from "#contract/uploads.ts";
import { route } from "../client/route.ts";

/** The same bytes of the same owner are published once, however often they are sent. */
export const publish = route({
  method: "POST",
  path: "/api/v1/plugins/publish",
  repeat: "idempotent",
  answer: PublishResponse,
});

/** Without the module: where to send it, or that these bytes are published already. A ticket that nobody uses expires. */
export const announce = route({
  method: "POST",
  path: "/api/v1/plugins/publish",
  repeat: "idempotent",
  answer: z.union([UploadTicket, PublishResponse]),
});

export const completeUpload = route({
  method: "POST",
  path: "/api/v1/uploads/:id/complete",
  repeat: "idempotent",
  answer: PublishResponse,
});

export const yank = route({
  method: "DELETE",
  path: "/api/v1/plugins/:name/versions/:version/yank",
  repeat: "idempotent",
  answer: YankResponse,
});

export const unyank = route({
  method: "PUT",
  path: "/api/v1/plugins/:name/versions/:version/unyank",
  repeat: "idempotent",
  answer: YankResponse,
});
