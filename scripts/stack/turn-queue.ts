import type { PGlite } from "@electric-sql/pglite";

interface Message {
  connection: number;
  bytes: Uint8Array;
  onData(data: Uint8Array): void;
  resolve(sizeBytes: number): void;
  reject(error: unknown): void;
}

const readyAndIdle = "5a0000000549";
const terminate = 0x58;
const sync = new Uint8Array([0x53, 0, 0, 0, 4]);

/**
 * Lets many connections take turns on PGlite's only session. pglite-socket's own queue switches between messages,
 * so that one connection's Bind can meet another's Parse; this one switches only when the session is idle.
 */
export class TurnQueue {
  readonly #db: PGlite;
  #holder: number | undefined;
  #waiting: Message[] = [];
  #draining = false;

  constructor(db: PGlite) {
    this.#db = db;
  }

  enqueue(connection: number, bytes: Uint8Array, onData: Message["onData"]): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ connection, bytes, onData, resolve, reject });
      void this.#drain();
    });
  }

  clearQueueForHandler(connection: number): void {
    const dropped = this.#waiting.filter((message) => message.connection === connection);
    this.#waiting = this.#waiting.filter((message) => message.connection !== connection);
    for (const message of dropped) message.reject(new Error("The client went away"));
  }

  async clearTransactionIfNeeded(connection: number): Promise<void> {
    if (this.#holder !== connection) return;
    await this.#db.runExclusive(() => this.#db.execProtocolRaw(sync));
    if (this.#db.isInTransaction()) await this.#db.exec("ROLLBACK");
    this.#holder = undefined;
    await this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    for (let message = this.#next(); message; message = this.#next()) await this.#run(message);
    this.#draining = false;
  }

  #next(): Message | undefined {
    const { length } = this.#waiting;
    const index =
      this.#holder === undefined
        ? Math.min(0, length - 1)
        : this.#waiting.findIndex(({ connection }) => connection === this.#holder);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #run(message: Message): Promise<void> {
    let sizeBytes = 0;
    let tail = Buffer.alloc(0);
    const onRawData = (data: Uint8Array) => {
      sizeBytes += data.length;
      tail = Buffer.concat([tail, data.subarray(-6)]).subarray(-6);
      message.onData(data);
    };
    this.#holder = message.connection;
    try {
      await this.#db.runExclusive(() => this.#db.execProtocolRawStream(message.bytes, { onRawData }));
      message.resolve(sizeBytes);
      if (tail.toString("hex") === readyAndIdle || message.bytes[0] === terminate) this.#holder = undefined;
    } catch (error) {
      this.#holder = undefined;
      message.reject(error);
    }
  }
}
