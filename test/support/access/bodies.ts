import { wasmModule } from "../modules.ts";
import { packageOf } from "../packages.ts";
import { PASSWORD, type Person, publishBody, unique } from "../people.ts";
import { newKey } from "../signing.ts";
import { announces, put } from "../uploads.ts";
import type { Sent } from "./rules.ts";
import type { Scene } from "./scene.ts";

/** A name that is free, and that the token of a scene covers. */
const newName = ({ plugin }: Scene) => `${plugin}-${crypto.randomUUID().slice(0, 8)}`;

export const newVersion = async ({ plugin }: Scene): Promise<Sent> => ({ json: await publishBody(plugin, "2.0.0") });
export const newPlugin = async (scene: Scene): Promise<Sent> => ({ json: await publishBody(newName(scene), "1.0.0") });

async function packaged(name: string, version: string): Promise<Sent> {
  const zip = packageOf(name, await wasmModule(name), version);
  const body = new FormData();
  body.set("name", name);
  body.set("version", version);
  body.set("package", new File([zip], `${name}.zip`, { type: "application/zip" }));
  return { body };
}
export const newVersionPackage = ({ plugin }: Scene): Promise<Sent> => packaged(plugin, "2.0.0");
export const newPluginPackage = (scene: Scene): Promise<Sent> => packaged(newName(scene), "1.0.0");

async function uploaded(by: Person, name: string): Promise<Sent> {
  const module = await wasmModule(`${name} sent`);
  const ticket = await announces(by, name, module, { version: "2.0.0" });
  await put(ticket, module);
  return { params: { upload_id: ticket.upload_id } };
}
/** Announced by the user, whose plugin it will be; or by the owner, whose it is. */
export const newUpload = (scene: Scene): Promise<Sent> => uploaded(scene.people.user, newName(scene));
export const updateUpload = (scene: Scene): Promise<Sent> => uploaded(scene.people.owner, scene.plugin);

/** The same, as the page sends it. */
async function filled(name: string, version: string): Promise<Sent> {
  const body = new FormData();
  const fields = { name, version, description: "A scene", category: "testing", license: "MIT" };
  for (const [field, value] of Object.entries(fields)) body.set(field, value);
  body.set("file", new File([await wasmModule(`${name} ${version}`)], "plugin.wasm"));
  return { body };
}
export const newVersionForm = ({ plugin }: Scene): Promise<Sent> => filled(plugin, "2.0.0");
export const newPluginForm = (scene: Scene): Promise<Sent> => filled(newName(scene), "1.0.0");
export async function announcementForm(scene: Scene): Promise<Sent> {
  const { checksum, file_size, ...body } = await publishBody(newName(scene), "1.0.0");
  const { name, version, description, category, license } = body as Record<string, string>;
  return {
    fields: { name, version, description, category, license, checksum, file_size: `${file_size as number}` } as Record<
      string,
      string
    >,
  };
}

export function newAccount(): Record<string, string> {
  const username = unique("scene");
  return { username, email: `${username}@example.com`, password: PASSWORD };
}
export const credentials = ({ people }: Scene) => ({ email: people.user.email, password: PASSWORD });
export const newPassword = { current_password: PASSWORD, new_password: `${PASSWORD} staple` };
export const newEmail = () => ({ email: newAccount()["email"]!, current_password: PASSWORD });

export const aToken = { name: "made in a scene", scopes: ["yank"] };
export const aTokenForm = { name: "made in a scene", "scope-yank": "yank", expires_in_days: "7" };
export const aKey = () => ({ name: "made in a scene", public_key: newKey().publicKey });
export const aReview = { version: "1.0.0", rating: 3, comment: "It did what it says it does." };
export const aReviewForm = { ...aReview, rating: "3" };

/** States from which there is a way back. */
export const yanked = ({ stack, plugin }: Scene) => stack.sql`
  update plugin_versions v set yanked_at = now() from plugins p where p.id = v.plugin_id and p.name = ${plugin}`;
export const deprecated = ({ stack, plugin }: Scene) => stack.sql`
  update plugins set deprecation_message = 'Old' where name = ${plugin}`;
export const takenDown = ({ stack, plugin }: Scene) => stack.sql`
  update plugins set taken_down_at = now(), takedown_reason = 'Spam' where name = ${plugin}`;
export const verified = ({ stack, plugin }: Scene) => stack.sql`
  update plugins set verified_at = now() where name = ${plugin}`;
export const suspendedUser = ({ stack, people }: Scene) => stack.sql`
  update users set suspended_at = now() where id = ${people.user.id}`;
