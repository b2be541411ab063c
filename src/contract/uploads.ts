import * as z from "zod";
import { Timestamp, Uuid } from "./common.ts";

/** What the announcement of a module that is too large for a request is answered with. */
export const UploadTicket = z
  .object({
    success: z.literal(true),
    message: z.string(),
    upload_id: Uuid,
    upload_url: z.url().meta({ description: "Where to PUT the module, once, without credentials" }),
    upload_headers: z.record(z.string(), z.string()).meta({
      description: "To be sent with it exactly as they are; most clients set Content-Length by themselves",
    }),
    expires_at: Timestamp.meta({ description: "Until when it can be sent and completed: 15 minutes" }),
  })
  .meta({
    id: "UploadTicket",
    description: "Send the module to upload_url, then complete the upload",
    example: {
      success: true,
      message: "Send the 41943040 bytes of the module to upload_url with PUT and upload_headers, then POST to …",
      upload_id: "0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90",
      upload_url:
        "https://account.r2.cloudflarestorage.com/mockforge-plugins/packages/auth-jwt/0198a9b2.wasm?X-Amz-Signature=93a4",
      upload_headers: {
        "content-length": "41943040",
        "content-type": "application/wasm",
        "if-none-match": "*",
      },
      expires_at: "2026-11-24T09:45:00.000Z",
    },
  });
export type UploadTicket = z.infer<typeof UploadTicket>;
