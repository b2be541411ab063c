import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: ArrayBuffer;
  /** How many reads of a client one call of its object pays for. */
  readsPerCall: number;
}

/** What stands in for the limiter: it charges nothing and writes nothing down. */
export class Limiter extends DurableObject {
  take(ahead: number) {
    return [{ bucket: "api_ip", allowed: true, limit: 60, windowSeconds: 60, remaining: 50, resetSeconds: 60, ahead }];
  }
}

const answers = new Map<string, Answer>();
const reads = new Map<string, number>();
const app = new Hono<{ Bindings: { LIMITER: DurableObjectNamespace<Limiter> } }>();

/** The least that a route can do: it answers with bytes it holds. They are put there by name. */
app.put("/:name", async (c) => {
  const headers = JSON.parse(c.req.header("x-headers")!) as Record<string, string>;
  const [status, readsPerCall] = [Number(c.req.query("status")), Number(c.req.query("reads_per_call"))];
  answers.set(c.req.param("name"), { status, headers, body: await c.req.arrayBuffer(), readsPerCall });
  return c.body(null, 204);
});

app.get("/:name", (c) => {
  const answer = answers.get(c.req.param("name"));
  return answer ? send(answer) : c.notFound();
});

/** The least that a limited route can do: every answer has an id, and a client's object is called every so often. */
app.get("/limited/:name", async (c) => {
  const answer = answers.get(c.req.param("name"));
  if (!answer) return c.notFound();
  const client = c.req.header("cf-connecting-ip") ?? "";
  const read = reads.get(client) ?? 0;
  reads.set(client, read + 1);
  if (read % answer.readsPerCall === 0) await c.env.LIMITER.getByName(client).take(answer.readsPerCall - 1);
  return send({ ...answer, headers: { ...answer.headers, "x-request-id": crypto.randomUUID() } });
});

const send = ({ status, headers, body }: Answer): Response =>
  new Response(status === 304 ? null : body, { status, headers });

export default app;
