import { expect, test } from "vitest";
import { answer } from "../support/answers.ts";
import { somebody, unique, uniqueWord } from "../support/people.ts";
import { shared } from "../support/stack.ts";

const counts = async (...tags: string[]) => {
  const rows = await shared().sql<{
    name: string;
    plugins: number;
  }>`select name, plugins from tags where name = any(${tags})`;
  return Object.fromEntries(rows.map(({ name, plugins }) => [name, plugins]));
};

test("a tag counts the public plugins that carry it: published, retagged, taken down, restored", async () => {
  const author = await somebody(shared());
  const admin = await somebody(shared(), { isAdmin: true });
  const [kept, left, gained] = [uniqueWord(), uniqueWord(), uniqueWord()];
  const [name, other] = [unique("tagged"), unique("tagged")];
  await author.publishes(name, "1.0.0", { tags: [kept, left] });
  await author.publishes(other, "1.0.0", { tags: [kept] });
  expect(await counts(kept, left)).toEqual({ [kept]: 2, [left]: 1 });

  await author.publishes(name, "1.1.0", { tags: [kept, gained] });
  expect(await counts(kept, left, gained)).toEqual({ [kept]: 2, [left]: 0, [gained]: 1 });

  await author.request(`/api/v1/plugins/${name}/versions/1.1.0/yank`, { method: "DELETE" });
  expect(await counts(kept, left, gained)).toEqual({ [kept]: 2, [left]: 1, [gained]: 0 });

  await admin.request(`/api/v1/admin/plugins/${name}/takedown`, { json: { reason: "A test" } });
  expect(await counts(kept, left)).toEqual({ [kept]: 1, [left]: 0 });
  expect(await answer(shared().request(`/api/v1/plugins?tags=${kept}`))).toMatchObject({ body: { total: 1 } });

  await admin.request(`/api/v1/admin/plugins/${name}/restore`, { method: "POST" });
  expect(await counts(kept, left)).toEqual({ [kept]: 2, [left]: 1 });
});

test("publishing many plugins with the same tags at once counts each of them", async () => {
  const author = await somebody(shared());
  const tags = [uniqueWord(), uniqueWord(), uniqueWord()];
  const published = await Promise.all(
    Array.from({ length: 12 }, (_, index) => {
      const own = index % 2 === 0 ? tags : tags.toReversed();
      return author.publish(unique("tagged"), "1.0.0", { tags: own });
    }),
  );
  expect(published.map(({ status }) => status)).toEqual(Array(12).fill(201));
  expect(await counts(...tags)).toEqual(Object.fromEntries(tags.map((tag) => [tag, 12])));
});
