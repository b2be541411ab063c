import { randomUUID } from "node:crypto";
import type { Random } from "../fuzz/random.ts";
import { wasmModule } from "../modules.ts";
import { packageOf, sendPackage } from "../packages.ts";
import { type Person, publishBody, somebody } from "../people.ts";
import type { PrivateStack } from "../stack.ts";
import type { Party } from "../turns.ts";
import { announces, complete, put, type Ticket } from "../uploads.ts";
import { SWEEP, type Sweeper } from "./sweeper.ts";

interface Scene {
  /** Of all plugins in it. */
  names: string[];
  admin: Person;
  parties: Party[];
}

const BYTES = "the bytes of all";

/**
 * Leaves something of yesterday: a version, an attempt that broke off, an upload that was completed and one that was not.
 * @returns what happens today around the sweep of it
 */
export async function scene(stack: PrivateStack, sweeper: Sweeper, random: Random): Promise<Scene> {
  // A sweep begins at four letters anywhere, and so before all of these, always.
  const names = ["zzzz-main", "zzzz-side"].map((prefix) => `${prefix}-${randomUUID().slice(0, 13)}`);
  const [name, side] = names as [string, string];
  const cast = await Promise.all(Array.from({ length: 6 }, (_, index) => somebody(stack, { isAdmin: index === 0 })));
  const [admin, owner, rival, sender, late, hapless] = cast as [Person, Person, Person, Person, Person, Person];
  const module = await wasmModule(BYTES);
  const same = async (version: string) => {
    const { name: _, version: __, ...body } = await publishBody(name, version, BYTES);
    return body;
  };
  const publish = async (by: Person, which: string, version: string) => by.publish(which, version, await same(version));

  await owner.publishes(name, "1.0.0", await same("1.0.0"));
  await stack.sql`insert into plugin_owners (plugin_id, user_id, added_by)
    select p.id, u.id, ${owner.id} from plugins p, users u
    where p.name = ${name} and u.id = any(${[rival, sender, late, hapless].map(({ id }) => id)})`;
  const sends = async (by: Person, version: string): Promise<Ticket> => {
    const ticket = await announces(by, name, module, { version });
    await put(ticket, module);
    return ticket;
  };
  const [done, lost, raced] = await Promise.all([sends(owner, "1.1.0"), sends(late, "5.0.0"), sends(sender, "4.0.0")]);
  await complete(owner, done);
  sweeper.breaksOff = { userId: hapless.id, version: "0.9.0", isDone: false };
  await publish(hapless, side, "0.9.0");
  await stack.sql`update uploads set expires_at = now() - ${random.pick(["2 hours", "25 hours"])}::interval
    where id = any(${[done, lost].map(({ upload_id }) => upload_id)})`;
  sweeper.aDayPasses();
  sweeper.breaksOff = { userId: hapless.id, version: "3.0.0", isDone: random.chance(0.5) };

  const at = `/api/v1/admin/plugins/${name}`;
  const time = "the time that passes";
  const others: Party[] = [
    { marks: [owner.id], run: () => publish(owner, name, "1.0.0") },
    {
      marks: [rival.id],
      run: async () => {
        const version = random.pick(["2.0.0", "2.0.0", "4.0.0"]);
        const parts = { fields: { version }, files: { sbom: "made of" } };
        return sendPackage(rival, name, packageOf(name, module, version), parts);
      },
    },
    { marks: [sender.id, raced.upload_id], run: () => complete(sender, raced) },
    {
      marks: [late.id, lost.upload_id],
      run: async () => [await put(lost, module), await complete(late, lost)],
    },
    {
      marks: [hapless.id],
      run: async () => [await publish(hapless, side, "0.9.0"), await publish(hapless, name, "3.0.0")],
    },
    {
      marks: [time],
      run: async () => {
        // Most of all after the completion has begun.
        for (let turns = random.below(5); turns >= 0; turns -= 1) await sweeper.turns.wait(time);
        await stack.sql`update uploads set expires_at = now() - ${random.pick(["2 hours", "25 hours"])}::interval
          where id = ${raced.upload_id}`;
      },
    },
  ];
  // Rarely, since it refuses much of what the others do.
  const takedown: Party = {
    marks: [admin.id],
    run: async () => {
      await admin.request(`${at}/takedown`, { json: { reason: "Harmful" } });
      await admin.request(`${at}/restore`, { method: "POST" });
    },
  };
  // First, since it names the uploads of others.
  const sweeps: Party = { marks: SWEEP, run: async () => [await sweeper.sweep(), await sweeper.sweep()] };
  return {
    names,
    admin,
    parties: [sweeps, ...others.filter(() => random.chance(0.8)), ...(random.chance(0.25) ? [takedown] : [])],
  };
}
