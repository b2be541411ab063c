/** What is slower than this, on the whole, is taken for a server that wants to keep us. */
const LEAST_BYTES_PER_SECOND = 4096;

/**
 * Ends what stands still for `timeoutMs`, and what drips: after the first `timeoutMs`, every second must have brought its
 * 4 KiB, taken together.
 */
export class Patience {
  readonly signal: AbortSignal;
  readonly #timeoutMs: number;
  readonly #startedMs = Date.now();
  readonly #controller = new AbortController();
  readonly #parent: AbortSignal;
  readonly #abort = () => this.#controller.abort(this.#parent.reason);
  #timer: NodeJS.Timeout;

  constructor(timeoutMs: number, parent: AbortSignal) {
    this.signal = this.#controller.signal;
    this.#timeoutMs = timeoutMs;
    this.#parent = parent;
    this.#timer = this.#endIn(timeoutMs);
    if (parent.aborted) this.#abort();
    else parent.addEventListener("abort", this.#abort);
  }

  renew(arrivedBytes: number): void {
    const elapsedMs = Date.now() - this.#startedMs;
    const earnedMs = this.#timeoutMs + (arrivedBytes / LEAST_BYTES_PER_SECOND) * 1000;
    clearTimeout(this.#timer);
    this.#timer = this.#endIn(Math.min(this.#timeoutMs, Math.max(0, earnedMs - elapsedMs)));
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#parent.removeEventListener("abort", this.#abort);
  }

  #endIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(new DOMException("too slow", "TimeoutError")), ms);
  }
}
