import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { faultOf, isNetworkError } from "./network.ts";
import { follow } from "./follow.ts";
import { Patience } from "./patience.ts";
import { readBody, readText } from "./read-body.ts";
import { type Retrying, withRetries } from "./retries.ts";
import { addressOf, type Request, type Route } from "./route.ts";

/** What is sent goes at least this fast (64 KiB a second), or it counts as not answered. */
const SLOWEST_BYTES_PER_MS = 64;

export interface ClientOptions {
  registry: URL;
  token: string | null;
  timeoutMs: number;
  version: string;
  onWait: Retrying["onWait"];
}

interface Wanted {
  plugin: string;
  mostBytes: number;
  /** Hears how many bytes have arrived; they begin anew when the download does. */
  onProgress: (arrivedBytes: number) => void;
  /** Ends it before its time. */
  signal: AbortSignal;
}

interface Downloaded {
  bytes: Uint8Array<ArrayBuffer>;
  etag: string | null;
}

/** The registry, over HTTP. */
export class Client {
  readonly registry: URL;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.registry = options.registry;
    this.#options = options;
  }

  /** The same registry for somebody else. */
  as(token: string): Client {
    return new Client({ ...this.#options, token });
  }

  /** @throws Failure */
  async send<Path extends string, Answer>(route: Route<Path, Answer>, request: Request<Path> = {}): Promise<Answer> {
    const url = addressOf(this.registry, route.path, request);
    const body = request.json === undefined ? undefined : JSON.stringify(request.json);
    const headers = { ...this.#headers(url), ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const plugin = (request.params as { name?: string } | undefined)?.name;
    // Schemas take a while to load; what asks nothing of a registry does not wait for them.
    const { readAnswer } = await import("./read-answer.ts");
    return this.#retrying(route.repeat, url, async () => {
      const signal = AbortSignal.timeout(
        this.#options.timeoutMs + Math.ceil((body?.length ?? 0) / SLOWEST_BYTES_PER_MS),
      );
      const response = await follow(url, { method: route.method, headers, body, signal });
      return readAnswer(response, route.answer, plugin);
    });
  }

  /**
   * Fetches a file, wherever the registry sends us for it; the token goes to the registry alone. It may take longer
   * than an answer, as long as it keeps arriving.
   * @throws Failure also for more than `mostBytes`
   */
  async download<Path extends string>(path: Path, request: Request<Path>, file: Wanted): Promise<Downloaded> {
    const url = addressOf(this.registry, path, request);
    const { refusalOf } = await import("./read-answer.ts");
    return this.#retrying("safe", url, async () => {
      const patience = new Patience(this.#options.timeoutMs, file.signal);
      try {
        const response = await follow(url, { method: "GET", headers: this.#headers(url), signal: patience.signal });
        if (!response.ok) throw refusalOf(response, await readText(response), file.plugin);
        const bytes = await readBody(response, file.mostBytes, (arrivedBytes) => {
          patience.renew(arrivedBytes);
          file.onProgress(arrivedBytes);
        });
        return { bytes, etag: response.headers.get("etag") };
      } catch (error) {
        if (file.signal.aborted) throw new Failure("Cancelled", { exitCode: EXIT.failed, cause: error });
        throw error;
      } finally {
        patience.end();
      }
    });
  }

  #headers(url: URL): Record<string, string> {
    const { token, version } = this.#options;
    const headers = { accept: "application/json, */*;q=0.5", "user-agent": `mockforge-registry/${version}` };
    return token === null || url.origin !== this.registry.origin
      ? headers
      : { ...headers, authorization: `Bearer ${token}` };
  }

  async #retrying<Result>(repeat: Route["repeat"], url: URL, attempt: () => Promise<Result>): Promise<Result> {
    const faulty = async () => {
      try {
        return await attempt();
      } catch (error) {
        throw isNetworkError(error) ? faultOf(error, url) : error;
      }
    };
    return withRetries(faulty, { repeat, onWait: this.#options.onWait });
  }
}
