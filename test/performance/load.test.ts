import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect, test } from "vitest";
import { startGenerator } from "../../scripts/bench/load.ts";

test("each connection of the load generator is a client with an address of its own", async () => {
  const seen = new Map<Socket, Set<unknown>>();
  const server = createServer(({ socket, headers }, response) => {
    seen.set(socket, (seen.get(socket) ?? new Set()).add(headers["cf-connecting-ip"]));
    response.end();
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const generator = startGenerator();
  try {
    const addresses = ["10.0.0.1", "10.0.0.2", "10.0.0.3"];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const load = { kind: "http", url, request: { path: "/" }, connections: 3, seconds: 0.1, expected: 200 } as const;
    const { answers, failures } = await generator.run({ ...load, addresses });
    expect(answers).toBeGreaterThan(3);
    expect(failures).toBe(0);
    expect([...seen.values()].map((each) => [...each]).toSorted()).toEqual(addresses.map((address) => [address]));
  } finally {
    generator.stop();
    server.closeAllConnections();
    server.close();
  }
});
