import { writeFile } from "node:fs/promises";
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { InfoDocument } from "../../src/cli/documents/info.ts";
import { PublishResponse } from "../../src/contract/publishing.ts";
import { SigningKeyList } from "../../src/contract/signatures.ts";
import { wasmModule } from "../support/modules.ts";
import { packageOf } from "../support/packages.ts";
import { somebody, unique } from "../support/people.ts";
import { keyOf, newKey } from "../support/signing.ts";
import { shared } from "../support/stack.ts";
import { type Machine, machine } from "./support/cli.ts";

const stack = shared();

async function withPackage() {
  const [person, name] = [await somebody(stack), unique("signed")];
  const here = await machine(stack.url, person.token);
  await writeFile(join(here.home, "made.zip"), packageOf(name, await wasmModule(name)));
  return { person, here, name };
}
const keep = (here: Machine, pem: string) => writeFile(join(here.home, "key.pem"), pem);
const SIGNED = ["publish", "made.zip", "--yes", "--sign", "key.pem"];

test("publish --sign signs what it sends, and info says by whom", async () => {
  const { person, here, name } = await withPackage();
  const key = await keyOf(person);
  await keep(here, key.privatePem);
  await here.document(PublishResponse, SIGNED, { cwd: here.home });
  const { version } = await here.document(InfoDocument, ["info", name]);
  expect(version.signature).toMatchObject(key.signs({ name, ...version }));
  const { stdout } = await here.run(["info", name]);
  expect(stdout).toMatch(new RegExp(`signed +by ${person.username}, key ${key.keyId.slice(0, 16)}\n`));
});

test("key add, list and revoke", async () => {
  const here = await machine(stack.url, (await somebody(stack)).token);
  const [key, other] = [newKey(), newKey()];
  const add = async (public_key: string) => {
    await keep(here, public_key);
    return here.run(["key", "add", "laptop", join(here.home, "key.pem")]);
  };
  expect(await add(key.publicPem)).toEqual({ code: 0, stdout: `${key.keyId}\n`, stderr: "" });
  expect((await add(other.publicKey)).stdout).toBe(`${other.keyId}\n`);
  await here.run(["key", "revoke", key.keyId.slice(0, 16).toUpperCase()]);
  const { signing_keys } = await here.document(SigningKeyList, ["key", "list"]);
  expect(signing_keys.map(({ key_id, revoked_at }) => [key_id, revoked_at === null])).toEqual([
    [other.keyId, true],
    [key.keyId, false],
  ]);
  expect((await here.run(["key", "list"])).stdout).toMatch(new RegExp(`laptop .*no +${other.keyId}`));
  for (const which of ["", other.keyId.slice(0, 7), newKey().keyId]) await here.failure(4, ["key", "revoke", which]);
  expect((await add(key.privatePem)).code).toBe(2);
});

test.for([
  ["a key of another kind", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey],
  ["a public key", generateKeyPairSync("ed25519").publicKey],
] as const)("%s signs nothing, and nothing is sent", async ([, key]) => {
  const { here, name } = await withPackage();
  const type = key.type === "private" ? "pkcs8" : "spki";
  await keep(here, key.export({ format: "pem", type } as never).toString());
  const { hint } = await here.failure(1, SIGNED, { cwd: here.home });
  expect(hint).toContain("openssl genpkey -algorithm ed25519");
  expect(await stack.sql`select from plugins where name = ${name}`).toEqual([]);
});
