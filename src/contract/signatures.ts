import * as z from "zod";
import { isKeyId, isPublicKey, isSignature, withoutArmour } from "#lib/signatures.ts";
import { fromWire } from "#lib/wire-case.ts";
import { Timestamp } from "./common.ts";
import { text } from "./text.ts";

const KEY_ID = "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9";
const PUBLIC_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const SIGNATURE = "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==";

export const KeyId = z
  .string()
  .trim()
  .toLowerCase()
  .refine(isKeyId, "must be the key's SHA-256: 64 hex digits")
  .meta({ description: "SHA-256 of the public key's 32 bytes, hex", example: KEY_ID });

export const SigningKeyRequest = z
  .object({
    name: text(1, 60).meta({ description: "Where it is", example: "CI of auth-jwt" }),
    public_key: z
      .string()
      .max(500, { error: "must have at most 500 characters", abort: true })
      .overwrite(withoutArmour)
      .refine(isPublicKey, "must be an Ed25519 public key: its 32 bytes in base64, or PEM (BEGIN PUBLIC KEY)")
      .meta({ description: "Ed25519: the 32 bytes in base64, or PEM", example: PUBLIC_KEY }),
  })
  .meta({ id: "SigningKeyRequest", description: "A public key that your signatures are checked with" });
export type SigningKeyRequest = z.infer<typeof SigningKeyRequest>;

const publicKey = { key_id: KeyId, public_key: z.string().meta({ description: "In base64", example: PUBLIC_KEY }) };
const revokedAt = Timestamp.nullable().meta({ description: "From when on nobody should rely on the key" });

export const SigningKey = z
  .object({
    ...publicKey,
    name: z.string().meta({ example: "CI of auth-jwt" }),
    created_at: Timestamp,
    revoked_at: revokedAt,
  })
  .meta({ id: "SigningKey", description: "A public key of an account" });
export type SigningKey = z.infer<typeof SigningKey>;

export const SigningKeyList = z
  .object({ signing_keys: z.array(SigningKey) })
  .meta({ id: "SigningKeyList", description: "The account's keys, also the revoked ones, the newest first" });
export type SigningKeyList = z.infer<typeof SigningKeyList>;

export const PublishSignature = z
  .object({
    key_id: KeyId,
    signature: z
      .string()
      .trim()
      .refine(isSignature, "must be an Ed25519 signature: its 64 bytes in base64")
      .meta({ description: "Ed25519, in base64", example: SIGNATURE }),
  })
  .meta({
    id: "PublishSignature",
    description:
      "By one of your signing keys, of the text `mockforge-plugin-signature-v1`, the name, the version and the module's SHA-256 in lower-case hex, each followed by a newline",
  });

/** The same in a form, where it is JSON. */
export const PublishSignaturePart = z.preprocess((value) => {
  try {
    return typeof value === "string" ? fromWire(JSON.parse(value)) : value;
  } catch {
    return value;
  }
}, PublishSignature);

export const VersionSignature = z
  .object({
    ...publicKey,
    signature: z
      .string()
      .meta({ description: "Ed25519, in base64, of what PublishSignature says", example: SIGNATURE }),
    signed_by: z.string().meta({ description: "The username of the key's account", example: "admin" }),
    revoked_at: revokedAt,
  })
  .meta({
    id: "VersionSignature",
    description: "The publisher's signature, which held when the version was published",
  });
export type VersionSignature = z.infer<typeof VersionSignature>;
