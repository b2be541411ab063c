import { spawn } from "node:child_process";

// Its standard input closes when this process ends, however it ends: then the processes and folders go too.
const script = `
const [pids, folders] = process.argv.slice(1).map((text) => JSON.parse(text));
process.on("SIGINT", () => {}).on("SIGTERM", () => {}).on("SIGHUP", () => {});
process.stdin.resume().on("end", () => {
  for (const pid of pids) try { process.kill(pid, "SIGKILL") } catch {}
  const remove = () => folders.forEach((folder) => require("fs").rmSync(folder, { recursive: true, force: true }));
  setTimeout(remove, 200);
});
`;

/** Kills the processes (a negative id is a group) and removes the folders should we end without doing so. */
export function watchOver(pids: number[], folders: string[] = []): { release(): void } {
  const child = spawn(process.execPath, ["-e", script, "--", JSON.stringify(pids), JSON.stringify(folders)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return { release: () => void child.kill("SIGKILL") };
}
