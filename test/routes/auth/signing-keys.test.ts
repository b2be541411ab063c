import { beforeAll, expect, test } from "vitest";
import { answer, aTime, invalid, refusal } from "../../support/answers.ts";
import { type Person, somebody } from "../../support/people.ts";
import { keyOf, newKey, revoke, SIGNING_KEYS } from "../../support/signing.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
let person: Person;
beforeAll(async () => void (person = await somebody(stack)));

const add = (by: Pick<Person, "request">, public_key: unknown, name: unknown = "CI") =>
  answer(by.request(SIGNING_KEYS, { json: { name, public_key } }));
const list = async (by: Person) => (await answer(by.request(SIGNING_KEYS))).body.signing_keys;

test.for(["publicKey", "publicPem"] as const)("a key is registered by its %s, under its fingerprint", async (form) => {
  const owner = await somebody(stack);
  const key = newKey();
  const shown = { key_id: key.keyId, public_key: key.publicKey, name: "CI", created_at: aTime, revoked_at: null };
  expect(await add(owner, ` ${key[form]}\n`)).toEqual({ status: 201, body: shown });
  expect(await list(owner)).toEqual([shown]);
});

test("they are listed the newest first, the revoked ones too, and nobody else's", async () => {
  const owner = await somebody(stack);
  const [first, second] = [await keyOf(owner), await keyOf(owner)];
  expect((await revoke(owner, first)).status).toBe(200);
  expect(await list(owner)).toMatchObject([
    { key_id: second.keyId, revoked_at: null },
    { key_id: first.keyId, revoked_at: aTime },
  ]);
  expect(await list(await somebody(stack))).toEqual([]);
});

test("a key is one account's for ever, also when it is revoked", async () => {
  const [owner, other] = [await somebody(stack), await somebody(stack)];
  const key = await keyOf(owner);
  for (const by of [owner, other]) expect(await add(by, key.publicKey)).toEqual(refusal(409, "signing_key_exists"));
  await revoke(owner, key);
  for (const by of [owner, other]) expect(await add(by, key.publicPem)).toEqual(refusal(409, "signing_key_exists"));
});

const { publicKey, publicPem, privatePem } = newKey();
test.for([
  ["a private key", privatePem],
  ["a key of 31 bytes", Buffer.alloc(31).toString("base64")],
  ["a key with bits to spare that are not zero", publicKey.replace(/.=$/, "B=")],
  ["a key of another kind", publicPem.replace("MCowBQYDK2VwAyEA", "MCowBQYDK2VuAyEA")],
  ["a number", 7],
  ["nothing", undefined],
])("%s is refused", async ([, text]) => {
  expect(await add(person, text)).toEqual(invalid("public_key"));
});

test("a key needs a name", async () => {
  expect(await add(person, newKey().publicKey, " ")).toEqual(invalid("name"));
});

test("an account has twenty in use at most; revoking one makes room", async () => {
  const owner = await somebody(stack);
  const keys = [];
  for (let count = 0; count < 20; count += 1) keys.push(await keyOf(owner));
  const { publicKey: another } = newKey();
  expect(await add(owner, another)).toEqual(refusal(409, "too_many_signing_keys"));
  await revoke(owner, keys[0]!);
  expect((await add(owner, another)).status).toBe(201);
});

test("a key that is not yours, or revoked already, or no key at all is not found", async () => {
  const [owner, other] = [await somebody(stack), await somebody(stack)];
  const key = await keyOf(owner);
  const remove = (by: Person, id: string) => answer(by.request(`${SIGNING_KEYS}/${id}`, { method: "DELETE" }));
  for (const [by, id] of [
    [other, key.keyId],
    [owner, newKey().keyId],
    [owner, "not-a-key"],
  ] as const) {
    expect(await remove(by, id)).toEqual(refusal(404, "signing_key_not_found"));
  }
  expect((await remove(owner, key.keyId.toUpperCase())).status).toBe(200);
  expect(await remove(owner, key.keyId)).toEqual(refusal(404, "signing_key_not_found"));
});

test.for(["GET", "POST", "DELETE"])("%s needs somebody who is signed in", async (method) => {
  const path = method === "DELETE" ? `${SIGNING_KEYS}/${newKey().keyId}` : SIGNING_KEYS;
  const options = method === "POST" ? { json: { name: "CI", public_key: publicKey } } : { method };
  expect(await answer(stack.request(path, options))).toEqual(refusal(401, "authentication_required"));
});

test("registering and revoking leave one line each in the audit log, a refusal none", async () => {
  const owner = await somebody(stack);
  const key = await keyOf(owner);
  await add(owner, key.publicKey);
  await revoke(owner, key);
  await revoke(owner, key);
  const rows = await stack.sql`select action, user_id, details from audit_log where actor_id = ${owner.id} order by id`;
  expect(rows).toEqual([
    { action: "signing_key.add", user_id: owner.id, details: { key_id: key.keyId, name: "a test" } },
    { action: "signing_key.revoke", user_id: owner.id, details: { key_id: key.keyId } },
  ]);
});
