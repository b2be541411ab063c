import type { Random } from "./fuzz/random.ts";

/** Something that happens at the same time as others. */
export interface Party {
  /** Told from others by these in what it asks of database and storage. */
  marks: readonly string[];
  run: () => Promise<unknown>;
}

interface Seat {
  isDone: boolean;
  /** What waits for its turn. */
  waiting: (() => void)[];
}

/** How often two go on at the same moment. */
const TOGETHER = 0.2;

/**
 * Makes what happens at the same time take turns, in an order that a random number generator decides: each party stops
 * before what it asks of the outside world, and when all have stopped, one of them goes on, or two at the same moment.
 */
export class Turns {
  readonly #random: Random;
  #seats = new Map<Party, Seat>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Resolves when all of them are done. */
  async take(parties: Party[]): Promise<void> {
    this.#seats = new Map(parties.map((party) => [party, { isDone: false, waiting: [] }]));
    await Promise.all([...this.#seats].map(([party, seat]) => this.#seated(party, seat)));
    this.#seats = new Map();
  }

  /** Resolves when it is the turn of whoever asks this of the outside world; at once if that is none of the parties. */
  async wait(text: string): Promise<void> {
    const seat = [...this.#seats].find(([{ marks }]) => marks.some((mark) => text.includes(mark)))?.[1];
    if (!seat || seat.isDone) return;
    await new Promise<void>((resolve) => {
      seat.waiting.push(resolve);
      this.#next();
    });
  }

  async #seated({ run }: Party, seat: Seat): Promise<void> {
    try {
      await run();
    } finally {
      seat.isDone = true;
      // What its sender no longer waits for arrives all the same.
      goOn(seat);
      this.#next();
    }
  }

  #next(): void {
    const seats = [...this.#seats.values()].filter(({ isDone }) => !isDone);
    if (seats.length === 0 || seats.some(({ waiting }) => waiting.length === 0)) return;
    const first = this.#random.pick(seats);
    const second = this.#random.chance(TOGETHER) ? this.#random.pick(seats) : first;
    for (const seat of new Set([first, second])) goOn(seat);
  }
}

function goOn(seat: Seat): void {
  for (const release of seat.waiting.splice(0)) release();
}
