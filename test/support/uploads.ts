import { createHash } from "node:crypto";
import { type Person, publishBody } from "./people.ts";

export interface Ticket {
  upload_id: string;
  upload_url: string;
  upload_headers: Record<string, string>;
  expires_at: string;
}

/** Asks to publish a module that will be sent to storage. */
export async function announce(
  person: Person,
  name: string,
  module: Uint8Array,
  more: Record<string, unknown> = {},
  query = "",
): Promise<Response> {
  const { wasm_data: _, ...body } = await publishBody(name, "1.0.0");
  const checksum = createHash("sha256").update(module).digest("hex");
  const json = { ...body, checksum, file_size: module.length, ...more };
  return person.request(`/api/v1/plugins/publish${query}`, { json });
}

/** The same, and throws when that fails. */
export async function announces(...what: Parameters<typeof announce>): Promise<Ticket> {
  const response = await announce(...what);
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as Ticket;
}

/** Sends a module where the ticket says, as a program would that knows nothing else. */
export const put = ({ upload_url, upload_headers }: Ticket, body: Uint8Array<ArrayBuffer>, headers = upload_headers) =>
  fetch(upload_url, { method: "PUT", headers, body });

export const complete = (person: Pick<Person, "request">, { upload_id }: Pick<Ticket, "upload_id">, mount = "") =>
  person.request(`${mount}/api/v1/uploads/${upload_id}/complete`, { method: "POST" });

/** A module of exactly so many bytes: padding in a custom section, different for every marker. */
export function moduleOfSize(sizeBytes: number, marker: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  const length = sizeBytes - 14;
  bytes.set([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0]);
  bytes.set([length | 128, (length >> 7) | 128, (length >> 14) | 128, (length >> 21) | 128, 0], 9);
  bytes.set([1, 97, ...Buffer.from(marker)], 14);
  return bytes;
}
