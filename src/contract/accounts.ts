import * as z from "zod";
import { USERNAME_PATTERN } from "#lib/names.ts";
import { Timestamp, Uuid } from "./common.ts";
import { byteLength, isStorable } from "./text.ts";

const PASSWORD_MAX_BYTES = 72;

export const Username = z
  .string()
  .trim()
  .regex(USERNAME_PATTERN, "must be 3 to 39 letters, digits, hyphens and underscores, the first a letter or digit")
  .meta({ example: "testuser" });

export const Email = z
  .string()
  .trim()
  .max(254, { error: "must have at most 254 characters", abort: true })
  .regex(z.regexes.email, "must be an e-mail address")
  .toLowerCase()
  .meta({ description: "Never public", format: "email", example: "test@example.com" });

/** bcrypt reads no further than 72 bytes, so a longer password must never reach it, not even to sign in. */
const knownPassword = () =>
  z
    .string()
    .min(1, "is required")
    .refine(isStorable, { error: "must be well-formed Unicode without NUL", abort: true })
    .refine((value) => byteLength(value) <= PASSWORD_MAX_BYTES, `must be at most ${PASSWORD_MAX_BYTES} bytes of UTF-8`)
    .meta({ format: "password", maxLength: PASSWORD_MAX_BYTES, example: "correct horse battery" });

const newPassword = () =>
  knownPassword()
    .refine((value) => [...value].length >= 8, "must have at least 8 characters")
    .meta({ minLength: 8 });

export const RegisterRequest = z
  .object({ username: Username, email: Email, password: newPassword() })
  .meta({ id: "RegisterRequest", description: "A new account" });
export type RegisterRequest = z.infer<typeof RegisterRequest>;

export const LoginRequest = z
  .object({ email: Email, password: knownPassword() })
  .meta({ id: "LoginRequest", description: "How to sign in" });
export type LoginRequest = z.infer<typeof LoginRequest>;

export const PasswordRequest = z
  .object({ current_password: knownPassword(), new_password: newPassword() })
  .meta({ id: "PasswordRequest", description: "Changing it ends every session but the one in the answer" });
export type PasswordRequest = z.infer<typeof PasswordRequest>;

/** A form's; the API has no route for it yet. */
export const EmailRequest = z.object({ email: Email, current_password: knownPassword() });
export type EmailRequest = z.infer<typeof EmailRequest>;

export const SessionResponse = z
  .object({
    token: z.string(),
    access_token: z.string().meta({ description: "The same as token" }),
    token_type: z.literal("Bearer"),
    expires_at: Timestamp,
    user_id: Uuid,
    username: z.string(),
  })
  .meta({
    id: "Session",
    description: "Send the token as `Authorization: Bearer <token>`; it lasts 30 days",
    example: {
      token: "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
      access_token: "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
      token_type: "Bearer",
      expires_at: "2026-12-24T09:30:00.000Z",
      user_id: "0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90",
      username: "testuser",
    },
  });
export type SessionResponse = z.infer<typeof SessionResponse>;

export const Me = z
  .object({
    user_id: Uuid,
    username: z.string().meta({ example: "testuser" }),
    email: z.string().meta({ example: "test@example.com" }),
    is_admin: z.boolean().meta({ example: false }),
    is_official: z.boolean().meta({ example: false }),
    created_at: Timestamp,
  })
  .meta({ id: "Me", description: "The account that is signed in" });
export type Me = z.infer<typeof Me>;
