import { expect, test } from "vitest";
import { answer, refusal } from "../../support/answers.ts";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, sql } = stack;
const NONE = "00000000-0000-4000-8000-000000000000";

test("an administrator deletes anybody's review, of a plugin that is taken down too", async () => {
  const [author, first, second, admin] = await Promise.all([
    somebody(stack),
    somebody(stack),
    somebody(stack),
    somebody(stack, { isAdmin: true }),
  ]);
  const name = unique("moderated");
  await author.publishes(name);
  const ids = [await first.reviews(name, 1), await second.reviews(name, 5)];
  await author.request(`/api/v1/plugins/${name}/reviews/${ids[0]}/vote`, { json: { helpful: true } });
  const remove = (id?: string) => answer(admin.request(`/api/v1/admin/reviews/${id}`, { method: "DELETE" }));

  expect(await remove(ids[0])).toEqual({ status: 200, body: { success: true, message: expect.any(String) } });
  const { body } = await answer(request(`/api/v1/plugins/${name}/reviews`));
  expect(body).toMatchObject({ total: 1, stats: { average_rating: 5, total_reviews: 1 } });
  expect(await remove(ids[0])).toEqual(refusal(404, "review_not_found"));

  await sql`update plugins set taken_down_at = now() where name = ${name}`;
  expect((await remove(ids[1])).status).toBe(200);
  expect(await sql`select reviews_count, rating_sum from plugins where name = ${name}`).toEqual([
    { reviews_count: 0, rating_sum: 0 },
  ]);
  expect(
    await sql`select l.action, l.actor_id, l.user_id, l.details from audit_log l join plugins p on p.id = l.plugin_id
      where p.name = ${name} and l.action = 'review.delete' order by l.id`,
  ).toEqual([
    { action: "review.delete", actor_id: admin.id, user_id: first.id, details: { review_id: ids[0] } },
    { action: "review.delete", actor_id: admin.id, user_id: second.id, details: { review_id: ids[1] } },
  ]);
});

test("a review that does not exist is 404", async () => {
  const admin = await somebody(stack, { isAdmin: true });
  for (const id of [NONE, "x"]) {
    const sent = admin.request(`/api/v1/admin/reviews/${id}`, { method: "DELETE" });
    expect(await answer(sent)).toEqual(refusal(404, "review_not_found"));
  }
});
