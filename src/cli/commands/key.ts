import { type SigningKey, type SigningKeyList, SigningKeyRequest } from "#contract/signatures.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { checked } from "../input/checked.ts";
import { readBytes } from "../publishing/files.ts";
import { addSigningKey, revokeSigningKey, signingKeys } from "../routes/signing-keys.ts";
import { day } from "../terminal/format.ts";
import { done, report } from "../terminal/report.ts";
import type { Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";

export async function addKey({ client }: Context, name: string, path: string) {
  const public_key = new TextDecoder().decode(await readBytes(path));
  const json = checked(SigningKeyRequest, { name, public_key });
  return report(await client.send(addSigningKey, { json }), ({ key_id }: SigningKey) => key_id);
}

export async function listKeys({ client }: Context) {
  return report(await client.send(signingKeys), show);
}

/** A slip of a finger must not end a key for good. */
const SHORTEST_BEGINNING = 8;

/** By id, or by how it begins. */
export async function revokeKey({ client }: Context, which: string) {
  const { signing_keys: all } = await client.send(signingKeys);
  const [key, ...others] = all.filter(({ key_id }) => {
    return which.length >= SHORTEST_BEGINNING && key_id.startsWith(which.toLowerCase());
  });
  if (key === undefined || others.length > 0) {
    const message = key === undefined ? `You have no key '${which}'` : `More than one key begins with '${which}'`;
    const exitCode = key === undefined ? EXIT.notFound : EXIT.usage;
    throw new Failure(message, { exitCode, hint: "see their ids: mockforge-registry key list" });
  }
  return done(await client.send(revokeSigningKey, { params: { key_id: key.key_id } }));
}

function show(list: SigningKeyList, style: Style): string {
  if (list.signing_keys.length === 0) return style.dim("No signing keys.");
  return table(
    list.signing_keys,
    [
      { head: "NAME", cell: ({ name }) => style.bold(name) },
      { head: "ADDED", cell: ({ created_at }) => day(created_at) },
      { head: "REVOKED", cell: ({ revoked_at }) => (revoked_at === null ? "no" : day(revoked_at)) },
      { head: "ID", cell: ({ key_id }) => key_id },
    ],
    style,
  );
}
