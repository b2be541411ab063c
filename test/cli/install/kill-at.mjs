import { writeFileSync } from "node:fs";
// The object that the command line's `require` returns too.
import promises from "node:fs/promises";

// Loaded before the command line: counts what it asks of the network and changes on the disk, and in the middle of the
// KILL_ATth ends the process as kill -9 would, or from the FAIL_ATth on says that the disk is full. Without either it
// writes the count to KILL_COUNT.
const { KILL_AT, FAIL_AT, KILL_COUNT } = process.env;
let count = 0;

function isLast() {
  count += 1;
  if (count >= Number(FAIL_AT)) throw Object.assign(new Error("ENOSPC: no space left"), { syscall: "write" });
  return count === Number(KILL_AT);
}

async function end() {
  process.kill(process.pid, "SIGKILL");
  await new Promise(() => undefined);
}

for (const name of ["mkdir", "rename", "rm", "rmdir"]) {
  const real = promises[name];
  promises[name] = async (...args) => {
    // What frees space works on a full disk.
    if (FAIL_AT !== undefined && name !== "mkdir") return real(...args);
    if (!isLast()) return real(...args);
    try {
      // Every second time it has just been done.
      if (count % 2 === 0) await real(...args);
    } finally {
      await end();
    }
  };
}

const realOpen = promises.open;
promises.open = async (path, flags, ...rest) => {
  const handle = await realOpen(path, flags, ...rest);
  if (flags !== "wx") return handle;
  const realWrite = handle.writeFile.bind(handle);
  handle.writeFile = async (content) => {
    if (!isLast()) return realWrite(content);
    await realWrite(content.slice(0, content.length / 2));
    await end();
  };
  return handle;
};

const realFetch = globalThis.fetch;
globalThis.fetch = async (...args) => {
  if (FAIL_AT !== undefined || !isLast()) return realFetch(...args);
  try {
    const response = await realFetch(...args);
    await response.body?.getReader().read();
  } finally {
    await end();
  }
};

process.on("exit", () => {
  if (KILL_COUNT !== undefined) writeFileSync(KILL_COUNT, String(count));
});
