import pg from "pg";
import { expect, test } from "vitest";
import { type Person, somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";

const stack = shared();
/** A busy machine takes its time with so many at once. */
const PATIENT = { timeout: 60_000 };
const AT_ONCE = 16;

/** As somebody's insertion of a row that refers to this one does, until its transaction ends. */
async function whileReferredTo(table: "plugins" | "users", id: string, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client(stack.databaseUrl);
  await client.connect();
  try {
    await client.query("begin");
    await client.query(`select from ${table} where id = $1 for key share`, [id]);
    await work();
  } finally {
    await client.end();
  }
}

/** Each must change something, and so wait for the one before it. */
async function expectAllDone(change: (index: number) => Promise<Response>): Promise<void> {
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => change(index)));
  expect(answers.map(({ status }) => status)).toEqual(Array<number>(AT_ONCE).fill(200));
}

const published = async (owner: Person) => {
  const name = unique("locked");
  await owner.publishes(name);
  const [plugin] = await stack.sql<{ id: string }>`select id from plugins where name = ${name}`;
  return { name, id: plugin!.id };
};

test("changes of one plugin's state wait for each other, and none for ever", PATIENT, async () => {
  const [owner, admin] = await Promise.all([somebody(stack), somebody(stack, { isAdmin: true })]);
  const { name, id } = await published(owner);
  await whileReferredTo("plugins", id, () =>
    expectAllDone((index) =>
      index % 2 === 0
        ? admin.request(`/api/v1/admin/plugins/${name}/verify`, { json: { verified: index % 4 === 0 } })
        : owner.request(`/api/v1/plugins/${name}/deprecation`, { method: "PUT", json: { message: `Number ${index}` } }),
    ),
  );
});

test("suspensions of one account wait for each other, and none for ever", PATIENT, async () => {
  const [suspended, admin] = await Promise.all([somebody(stack), somebody(stack, { isAdmin: true })]);
  await whileReferredTo("users", suspended.id, () =>
    expectAllDone((index) =>
      admin.request(`/api/v1/admin/users/${suspended.id}/${index % 2 ? "suspend" : "unsuspend"}`, { method: "POST" }),
    ),
  );
});
