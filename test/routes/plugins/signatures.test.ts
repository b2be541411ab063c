import { createPublicKey, verify } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { answer, aTime, invalid, refusal } from "../../support/answers.ts";
import { packageOf, sendPackage } from "../../support/packages.ts";
import { type Person, publishBody, type PublishBody, somebody, unique } from "../../support/people.ts";
import { keyOf, newKey, revoke, signedBytes, type SigningKeyPair } from "../../support/signing.ts";
import { shared } from "../../support/stack.ts";
import { announce, announces, complete, put, type Ticket } from "../../support/uploads.ts";

const stack = shared();
let author: Person;
let key: SigningKeyPair;
beforeAll(async () => {
  author = await somebody(stack);
  key = await keyOf(author);
});

const PUBLISH = "/api/v1/plugins/publish";
const moduleOf = ({ wasm_data }: PublishBody) => new Uint8Array(Buffer.from(String(wasm_data), "base64"));
const pluginOf = async (name: string) => (await answer(author.request(`/api/v1/plugins/${name}`))).body;
const rowsOf = (name: string) => stack.sql`select from plugins where name = ${name}`;

const WAYS: Record<string, (body: PublishBody, signature: unknown) => Promise<Response>> = {
  JSON: (body, signature) => author.request(PUBLISH, { json: { ...body, signature } }),
  "a package": (body, signature) => {
    const fields = { signature: JSON.stringify(signature) };
    return sendPackage(author, body.name, packageOf(body.name, moduleOf(body)), { fields });
  },
  "a direct upload": async (body, signature) => {
    const announced = await announce(author, body.name, moduleOf(body), { signature });
    if (announced.status !== 202) return announced;
    const ticket = (await announced.json()) as Ticket;
    await put(ticket, moduleOf(body));
    return complete(author, ticket);
  },
};

describe.for(Object.entries(WAYS))("a signature by way of %s", ([, send]) => {
  test("is shown so that anybody can check it, and earns ten points", async () => {
    const [body, plain] = [await publishBody(unique("signed"), "1.0.0"), await publishBody(unique("plain"), "1.0.0")];
    expect((await send(body, key.signs(body))).status).toBe(201);
    expect((await send(plain, undefined)).status).toBe(201);
    const [plugin, unsigned] = [await pluginOf(body.name), await pluginOf(plain.name)];
    expect(plugin.security_score - unsigned.security_score).toBe(10);
    expect(unsigned.versions[0].signature).toBeNull();

    const { signature } = plugin.versions[0];
    const signedBy = { signed_by: author.username, revoked_at: null };
    expect(signature).toEqual({ ...key.signs(body), public_key: key.publicKey, ...signedBy });
    const x = signature.public_key.replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
    const shown = createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x } });
    const bytes = signedBytes({ ...body, checksum: plugin.versions[0].checksum });
    expect(verify(null, bytes, shown, Buffer.from(signature.signature, "base64"))).toBe(true);
  });

  test("is refused when it is of another module, and nothing is stored", async () => {
    const body = await publishBody(unique("forged"), "1.0.0");
    const signature = key.signs({ ...body, checksum: "0".repeat(64) });
    const refused = await answer(send(body, signature));
    expect(refused).toEqual(invalid("signature.signature"));
    expect(refused.body.error).toContain(JSON.stringify(signedBytes(body).toString()).slice(1, -1));
    expect([await rowsOf(body.name), await stack.store.keys(`packages/${body.name}/`)]).toEqual([[], []]);
  });
});

type Forgery = (body: PublishBody) => unknown;
const FORGERIES: [what: string, path: string, forgery: Forgery][] = [
  ["of another plugin", "signature.signature", (body) => key.signs({ ...body, name: "another" })],
  ["of another version", "signature.signature", (body) => key.signs({ ...body, version: "1.0.1" })],
  ["by another key", "signature.signature", (body) => ({ ...newKey().signs(body), key_id: key.keyId })],
  ["by a key that nobody knows", "signature.key_id", (body) => newKey().signs(body)],
  ["by somebody else's key", "signature.key_id", async (body) => (await keyOf(await somebody(stack))).signs(body)],
  [
    "by a revoked key",
    "signature.key_id",
    async (body) => {
      const revoked = await keyOf(author);
      await revoke(author, revoked);
      return revoked.signs(body);
    },
  ],
  ["that is cut off", "signature.signature", (body) => ({ ...key.signs(body), signature: "AAAA" })],
  ["by a key without a fingerprint", "signature.key_id", (body) => ({ ...key.signs(body), key_id: "mine" })],
  ["that is a text", "signature", () => "signed, me"],
];

test.for(FORGERIES)("a signature %s is refused", async ([, path, forgery]) => {
  const body = await publishBody(unique("forged"), "1.0.0");
  const json = { ...body, signature: await forgery(body) };
  expect(await answer(author.request(PUBLISH, { json }))).toEqual(invalid(path));
  expect(await answer(author.request(`${PUBLISH}?dry_run=true`, { json }))).toEqual(invalid(path));
  expect(await rowsOf(body.name)).toEqual([]);
});

test("a form's signature must be JSON, in either spelling", async () => {
  const body = await publishBody(unique("form"), "1.0.0");
  const send = (signature: string) =>
    answer(sendPackage(author, body.name, packageOf(body.name, moduleOf(body)), { fields: { signature } }));
  expect(await send("signed, me")).toEqual(invalid("signature"));
  const { key_id: keyId, signature } = key.signs(body);
  expect((await send(JSON.stringify({ keyId, signature }))).status).toBe(201);
});

test("a key that is revoked later takes its points along, and the signature stays to be seen", async () => {
  const former = await keyOf(author);
  const body = await publishBody(unique("revoked"), "1.0.0");
  await author.publishes(body.name, "1.0.0", { signature: former.signs(body) });
  const { security_score: before } = await pluginOf(body.name);
  await revoke(author, former);
  const after = await pluginOf(body.name);
  expect(before - after.security_score).toBe(10);
  expect(after.versions[0].signature).toMatchObject({ ...former.signs(body), revoked_at: aTime });
});

test("a version is signed when it is published or never", async () => {
  const body = await publishBody(unique("signed"), "1.0.0");
  const publish = (signature?: unknown) => answer(author.request(PUBLISH, { json: { ...body, signature } }));
  const former = await keyOf(author);
  expect((await publish(former.signs(body))).status).toBe(201);
  await revoke(author, former);
  expect((await publish(former.signs(body))).status).toBe(200);
  expect((await publish()).status).toBe(200);
  expect(await publish(key.signs(body))).toEqual(refusal(409, "version_exists"));

  const plain = await publishBody(unique("plain"), "1.0.0");
  expect((await author.request(PUBLISH, { json: plain })).status).toBe(201);
  const late = await answer(author.request(PUBLISH, { json: { ...plain, signature: key.signs(plain) } }));
  expect(late).toEqual(refusal(409, "version_exists"));
});

test("an upload whose key is revoked before it is complete is not published", async () => {
  const former = await keyOf(author);
  const body = await publishBody(unique("revoked"), "1.0.0");
  const ticket = await announces(author, body.name, moduleOf(body), { signature: former.signs(body) });
  await put(ticket, moduleOf(body));
  await revoke(author, former);
  expect(await answer(complete(author, ticket))).toEqual(invalid("signature.key_id"));
  expect(await rowsOf(body.name)).toEqual([]);
});

test("a key that is revoked while a publication is on its way publishes nothing", async () => {
  const former = await keyOf(author);
  const body = await publishBody(unique("revoked"), "1.0.0");
  const revoking = new pg.Client({ connectionString: stack.databaseUrl });
  await revoking.connect();
  await revoking.query("begin");
  const { pid } = (await revoking.query("select pg_backend_pid() as pid")).rows[0];
  await revoking.query("update signing_keys set revoked_at = now() where key_id = $1", [former.keyId]);
  const publishing = author.request(PUBLISH, { json: { ...body, signature: former.signs(body) } });
  const waiting = () => stack.sql`select from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`;
  while ((await waiting()).length === 0);
  await revoking.query("commit");
  await revoking.end();
  expect(await answer(publishing)).toEqual(invalid("signature.key_id"));
  expect(await rowsOf(body.name)).toEqual([]);
});
