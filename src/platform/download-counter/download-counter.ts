import { DurableObject } from "cloudflare:workers";
import { log, traceOf } from "../log.ts";
import { type CounterState, count, type DownloadBatch, emptyCounter, seal } from "./batch.ts";

const STATE = "state";
const LONGEST_BACKOFF_MS = 5 * 60_000;

/**
 * Counts the downloads of one plugin and hands them to Postgres by alarm. A download is durable before it is
 * acknowledged: the output gate holds the answer until the write of the state is. A batch may be sent twice
 * (alarms run at least once, answers get lost); `apply` must recognise it by its sequence.
 */
export abstract class DownloadCounterObject<Env> extends DurableObject<Env> {
  #state: CounterState = this.ctx.storage.kv.get<CounterState>(STATE) ?? emptyCounter();
  #failures = 0;
  /** The write to come, for whoever counts before it. */
  #writing: Promise<void> | undefined;
  /** The write before it. */
  #written = Promise.resolve();

  /** Writes a batch where it belongs. */
  protected abstract apply(batch: DownloadBatch): Promise<void>;
  /** How long downloads gather before they are handed over. */
  protected abstract readonly flushMs: number;

  /**
   * Downloads that come while others are being written share the next write (group commit).
   * @param downloads a Worker of the release before, which a deploy may leave running for a moment, does not say
   */
  async add(pluginId: string, versionId: string, downloads = 1): Promise<void> {
    const idle = Object.keys(this.#state.open).length === 0 && !this.#state.sealed;
    count(this.#state, { pluginId, versionId, downloads }, new Date());
    if (idle) await this.ctx.storage.setAlarm(Date.now() + this.flushMs);
    await (this.#writing ??= this.#write());
  }

  async #write(): Promise<void> {
    await this.#written;
    this.#writing = undefined;
    this.ctx.storage.kv.put(STATE, this.#state);
    this.#written = this.ctx.storage.sync();
  }

  override async alarm(): Promise<void> {
    let wait = this.flushMs;
    try {
      await this.#flush();
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      wait = Math.min(this.flushMs * 2 ** this.#failures, LONGEST_BACKOFF_MS);
      log("error", "download_flush_failed", { failures: this.#failures, ...traceOf(error) });
    } finally {
      if (Object.keys(this.#state.open).length > 0 || this.#state.sealed) {
        await this.ctx.storage.setAlarm(Date.now() + wait);
      }
    }
  }

  async #flush(): Promise<void> {
    const batch = seal(this.#state, this.ctx.id.toString());
    if (!batch) return;
    // The sealed batch is durable before it is sent, or an eviction could send other counts under its sequence.
    this.ctx.storage.kv.put(STATE, this.#state);
    await this.ctx.storage.sync();
    await this.apply(batch);
    this.#state.sealed = null;
    this.ctx.storage.kv.put(STATE, this.#state);
  }
}
