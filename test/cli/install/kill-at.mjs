// Loaded before the command line: counts what it does to the disk and ends the process, as kill -9 would, in the middle
// of the n-th. Without KILL_AT it writes the count to KILL_COUNT.
import { writeFileSync } from "node:fs";
// The object that the command line's `require` returns too.
import promises from "node:fs/promises";

const last = Number(process.env.KILL_AT ?? Infinity);
let count = 0;

const ending = () => (count += 1) === last;
const end = () => process.kill(process.pid, "SIGKILL");

for (const name of ["mkdir", "rename", "rm", "rmdir"]) {
  const real = promises[name];
  promises[name] = async (...args) => {
    if (!ending()) return real(...args);
    // Every second time it has just been done.
    if (last % 2 === 0) await real(...args);
    end();
    return new Promise(() => undefined);
  };
}

const realOpen = promises.open;
promises.open = async (path, flags, ...rest) => {
  const handle = await realOpen(path, flags, ...rest);
  if (flags !== "wx") return handle;
  if (ending()) end();
  const realWrite = handle.writeFile.bind(handle);
  handle.writeFile = async (content) => {
    if (!ending()) return realWrite(content);
    await realWrite(content.slice(0, content.length / 2));
    end();
    return new Promise(() => undefined);
  };
  return handle;
};

process.on("exit", () => {
  if (process.env.KILL_COUNT) writeFileSync(process.env.KILL_COUNT, String(count));
});
