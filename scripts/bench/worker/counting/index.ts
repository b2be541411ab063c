import worker, { DownloadCounter, RateLimiter } from "../../../../src/index.ts";

export { DownloadCounter, RateLimiter };

/** Where a call goes that leaves the Worker. */
export type Calls = Record<"sql" | "objects" | "r2", number>;

const calls: Calls = { sql: 0, objects: 0, r2: 0 };
const send = globalThis.fetch;
let counted: Env | undefined;

/** The whole Worker, which counts what it calls: `GET /calls` tells the counts and starts anew. */
export default {
  async fetch(request, env, context) {
    counted ??= countingBindings(env);
    if (new URL(request.url).pathname !== "/calls") return worker.fetch(request, counted, context);
    const told = Response.json(calls);
    Object.assign(calls, { sql: 0, objects: 0, r2: 0 } satisfies Calls);
    return told;
  },
} satisfies ExportedHandler<Env>;

function countingBindings(env: Env): Env {
  const { S3_ENDPOINT: store } = env as Env & { S3_ENDPOINT: string };
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : input.toString();
    calls[url.startsWith(store) ? "r2" : "sql"] += 1;
    return send(input, init);
  };
  return {
    ...env,
    RATE_LIMITER: countingNamespace(env.RATE_LIMITER),
    DOWNLOAD_COUNTER: countingNamespace(env.DOWNLOAD_COUNTER),
  };
}

/** A stub's methods count when they are called. */
function countingNamespace<Namespace extends object>(namespace: Namespace): Namespace {
  return intercept(namespace, (name, result) => (name.startsWith("get") ? countingStub(result as object) : result));
}

const countingStub = (stub: object): object =>
  intercept(stub, (_name, result) => {
    calls.objects += 1;
    return result;
  });

/** Passes what every method returns through `change`. */
function intercept<Target extends object>(target: Target, change: (name: string, result: unknown) => unknown): Target {
  return new Proxy(target, {
    get(object, name) {
      const value = Reflect.get(object, name) as unknown;
      if (typeof value !== "function") return value;
      return (...parameters: unknown[]) => change(String(name), Reflect.apply(value, object, parameters) as unknown);
    },
  });
}
