import type { OwnerList } from "#contract/owners.ts";
import type { Context } from "../context.ts";
import { readName } from "../input/target.ts";
import { addOwner as addRoute, owners, removeOwner as removeRoute } from "../routes/owners.ts";
import { day } from "../terminal/format.ts";
import { done, report } from "../terminal/report.ts";
import type { Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";

export async function addOwner({ client }: Context, name: string, username: string) {
  return done(await client.send(addRoute, { params: { name: readName(name), username } }));
}

export async function removeOwner({ client }: Context, name: string, username: string) {
  return done(await client.send(removeRoute, { params: { name: readName(name), username } }));
}

export async function listOwners({ client }: Context, name: string) {
  return report(await client.send(owners, { params: { name: readName(name) } }), show);
}

const show = (list: OwnerList, style: Style): string =>
  table(
    list.owners,
    [
      { head: "OWNER", cell: ({ username }) => style.bold(username) },
      { head: "SINCE", cell: ({ since }) => day(since) },
      { head: "ADDED BY", cell: ({ added_by }) => added_by ?? "" },
    ],
    style,
  );
