import { describe, expect, test } from "vitest";
import { DeprecationResponse, OwnerList } from "../../src/contract/owners.ts";
import { Done } from "../../src/contract/common.ts";
import { YankResponse } from "../../src/contract/publishing.ts";
import { ReviewCreated } from "../../src/contract/reviews.ts";
import { somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { machine } from "./support/cli.ts";

const stack = shared();

async function published() {
  const owner = await somebody(stack);
  const name = unique("kept");
  await owner.publishes(name);
  return { owner, name, here: await machine(stack.url, owner.token) };
}

describe("yank", () => {
  test("takes a version out of use and unyank puts it back; both may be said twice", async () => {
    const { name, here } = await published();
    const yank = ["yank", `${name}@1.0.0`, "--reason", "Accepts expired tokens"];
    for (const _ of [1, 2]) {
      const yanked = await here.document(YankResponse, yank);
      expect(yanked).toMatchObject({ yanked: true, yank_reason: "Accepts expired tokens" });
    }
    expect((await here.run(["info", name])).stdout).toContain("yanked: Accepts expired tokens");
    for (const _ of [1, 2]) {
      expect(await here.document(YankResponse, ["unyank", `${name}@1.0.0`])).toMatchObject({ yanked: false });
    }
  });

  test("needs one version, and its owner", async () => {
    const { name, here } = await published();
    await here.failure(2, ["yank", name]);
    await here.failure(2, ["yank", `${name}@^1`]);
    expect(await here.failure(4, ["yank", `${name}@2.0.0`])).toMatchObject({ code: "version_not_found" });
    const stranger = await machine(stack.url, (await somebody(stack)).token);
    const { hint } = await stranger.failure(3, ["yank", `${name}@1.0.0`]);
    expect(hint).toBe(`see who owns it: mockforge-registry owner list ${name}`);
    const nobody = await machine(stack.url);
    expect(await nobody.failure(3, ["yank", `${name}@1.0.0`])).toMatchObject({ code: "authentication_required" });
  });
});

test("deprecate warns whoever looks, and --undo takes it back", async () => {
  const { name, here } = await published();
  const { name: better } = await published();
  const deprecate = ["deprecate", name, "--message", "Superseded", "--replacement", better];
  const { deprecated } = await here.document(DeprecationResponse, deprecate);
  expect(deprecated).toEqual({ message: "Superseded", replacement: better });
  expect((await here.run(["info", name])).stdout).toContain(`deprecated: Superseded; use ${better}`);
  expect((await here.document(DeprecationResponse, ["deprecate", name, "--undo"])).deprecated).toBeNull();
  await here.failure(2, ["deprecate", name]);
  await here.failure(2, ["deprecate", name, "--undo", "--message", "Both"]);
});

test("owners are added, listed and removed; the last one stays", async () => {
  const { name, owner, here } = await published();
  const friend = await somebody(stack);
  await here.document(Done, ["owner", "add", name, friend.username]);
  const { owners } = await here.document(OwnerList, ["owner", "list", name]);
  expect(owners.map(({ username }) => username)).toEqual([owner.username, friend.username]);
  expect((await here.run(["owner", "list", name])).stdout).toMatch(
    new RegExp(`^${friend.username} .+ ${owner.username}$`, "m"),
  );
  await here.document(Done, ["owner", "remove", name, friend.username]);
  expect(await here.failure(1, ["owner", "remove", name, owner.username])).toMatchObject({ code: "last_owner" });
  expect(await here.failure(4, ["owner", "add", name, "nobody-at-all"])).toMatchObject({ code: "user_not_found" });
});

test("review is for the current version unless another is named, and once", async () => {
  const { name, owner } = await published();
  await owner.publishes(name, "1.1.0");
  const reader = await somebody(stack);
  const here = await machine(stack.url, reader.token);
  const review = ["review", name, "--rating", "5", "--comment", "Set up in five minutes."];
  const { review_id } = await here.document(ReviewCreated, review);
  const [row] =
    await stack.sql`select v.version from reviews r join plugin_versions v on v.id = r.version_id where r.id = ${review_id}`;
  expect(row).toEqual({ version: "1.1.0" });
  expect(await here.failure(1, review)).toMatchObject({ code: "review_exists" });
  const { issues } = await here.failure(2, ["review", name, "--rating", "6", "--comment", "short"]);
  expect(issues.map(({ path }) => path)).toEqual(["rating", "comment"]);
  expect(await here.failure(2, ["review", name])).toMatchObject({ hint: "give --rating" });
});
