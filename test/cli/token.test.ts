import { expect, test } from "vitest";
import { AccountDocument } from "../../src/cli/documents/account.ts";
import { Done } from "../../src/contract/common.ts";
import { TokenCreated, TokenList } from "../../src/contract/tokens.ts";
import { somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { machine } from "./support/cli.ts";

const stack = shared();

test("a token is made, used for what it may do, and revoked by the beginning that the list shows", async () => {
  const person = await somebody(stack);
  const here = await machine(stack.url, person.token);
  const name = unique("tokened");
  await person.publishes(name);
  const create = ["token", "create", "CI", "--scope", "yank", "--plugin", name, "--expires-in-days", "7"];
  const created = await here.document(TokenCreated, create);
  expect(created).toMatchObject({ name: "CI", scopes: ["yank"], plugins: [name] });

  const robot = await machine(stack.url);
  await robot.document(AccountDocument, ["login", "--token-stdin"], { input: created.token });
  expect(await robot.run(["yank", `${name}@1.0.0`])).toMatchObject({ code: 0 });
  expect(await robot.failure(3, ["owner", "add", name, person.username])).toMatchObject({ code: "missing_scope" });
  expect(await robot.failure(3, ["token", "list"])).toMatchObject({ code: "session_required" });

  const { tokens } = await here.document(TokenList, ["token", "list"]);
  expect(tokens.map(({ id }) => id)).toEqual([created.id]);
  await here.document(Done, ["token", "revoke", created.token_prefix]);
  expect(await robot.failure(3, ["whoami"])).toMatchObject({ code: "invalid_token" });
  await here.failure(4, ["token", "revoke", created.token_prefix]);
});

test("stdout holds the secret alone, to be piped where it is kept", async () => {
  const here = await machine(stack.url, (await somebody(stack)).token);
  const { stdout, stderr } = await here.run(["token", "create", "CI", "--scope", "publish:new", "review"]);
  expect(stdout).toMatch(/^mfr_[0-9A-Za-z]{38}\n$/);
  expect(stderr).toContain("publish:new, review");
  await here.failure(2, ["token", "create", "CI", "--scope", "everything"]);
  await here.failure(2, ["token", "create", "CI"]);
});
