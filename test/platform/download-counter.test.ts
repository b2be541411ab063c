import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { count, type CounterState, type DownloadBatch, emptyCounter, seal } from "#platform/download-counter/batch.ts";

const NOON = new Date("2026-11-24T12:00:00Z");
const DAY_MS = 86_400_000;

const countOne = (state: CounterState, versionId: string, now: Date) =>
  count(state, { pluginId: "plugin", versionId, downloads: 1 }, now);

describe("a batch", () => {
  test("has one entry a version and UTC day", () => {
    const state = emptyCounter();
    const lastMoment = new Date("2026-11-24T23:59:59.999Z");
    countOne(state, "one", NOON);
    countOne(state, "one", lastMoment);
    countOne(state, "one", new Date(lastMoment.getTime() + 1));
    count(state, { pluginId: "plugin", versionId: "two", downloads: 3 }, NOON);
    expect(seal(state, "counter")).toEqual({
      counter: "counter",
      sequence: 1,
      counts: [
        { pluginId: "plugin", versionId: "one", day: "2026-11-24", downloads: 2 },
        { pluginId: "plugin", versionId: "one", day: "2026-11-25", downloads: 1 },
        { pluginId: "plugin", versionId: "two", day: "2026-11-24", downloads: 3 },
      ],
    });
  });

  test("of nothing is not made", () => {
    expect(seal(emptyCounter(), "counter")).toBeNull();
  });

  test("that may have been sent never changes, whatever is counted after it", () => {
    const state = emptyCounter();
    countOne(state, "one", NOON);
    const sent = structuredClone(seal(state, "counter"));
    countOne(state, "one", NOON);
    expect(seal(state, "counter")).toEqual(sent);
    state.sealed = null;
    expect(seal(state, "counter")).toMatchObject({ sequence: 2, counts: [{ downloads: 1 }] });
  });
});

test("no download is lost or counted twice: answers get lost, alarms run twice, the object is evicted", () => {
  const steps = fc.array(fc.constantFrom("download", "delivered", "answer lost", "never arrived", "evicted"), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(steps, (events) => {
      let state: CounterState = emptyCounter();
      let downloads = 0;
      let applied = 0;
      let lastSequence = 0;
      const apply = (batch: DownloadBatch) => {
        if (batch.sequence <= lastSequence) return;
        lastSequence = batch.sequence;
        for (const entry of batch.counts) applied += entry.downloads;
      };
      for (const [index, event] of [...events, "delivered", "delivered"].entries()) {
        if (event === "download") {
          countOne(state, `version-${index % 3}`, new Date(NOON.getTime() + (index % 2) * DAY_MS));
          downloads += 1;
        } else if (event === "evicted") {
          state = structuredClone(state);
        } else {
          const batch = seal(state, "counter");
          if (batch && event !== "never arrived") apply(batch);
          if (event === "delivered") state.sealed = null;
        }
      }
      expect(applied).toBe(downloads);
    }),
  );
});
