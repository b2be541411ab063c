import { Hono } from "hono";

interface Answer {
  status: number;
  type: string | null;
  body: ArrayBuffer;
}

const answers = new Map<string, Answer>();
const app = new Hono();

/** The least that a route can do: it answers with bytes it holds. They are put there by name. */
app.put("/:name", async (c) => {
  const body = await c.req.arrayBuffer();
  const status = Number(c.req.query("status"));
  answers.set(c.req.param("name"), { status, type: c.req.header("content-type") ?? null, body });
  return c.body(null, 204);
});

app.get("/:name", (c) => {
  const answer = answers.get(c.req.param("name"));
  if (!answer) return c.notFound();
  const { status, type, body } = answer;
  return new Response(status === 304 ? null : body, { status, headers: type === null ? {} : { "content-type": type } });
});

export default app;
