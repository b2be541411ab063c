import * as z from "zod";

const secret = z
  .string({ error: "is missing" })
  .min(32, "must have at least 32 characters; `openssl rand -hex 32` makes one")
  .regex(/^[\x21-\x7e]+$/, "must be printable ASCII")
  .refine(
    (value) => !/PUBLIC|PRIVATE/.test(value),
    "must not contain PUBLIC or PRIVATE, which would make it a key file",
  )
  .refine((value) => new Set(value).size >= 10, "is too uniform to be a secret; `openssl rand -hex 32` makes one");

const whole = (least: number) => z.coerce.number().int().min(least);

/** The Worker's variables and secrets. */
const Config = z.object({
  DATABASE_URL: z.string({ error: "is missing" }).regex(/^postgres(ql)?:\/\//, "must be a postgres:// URL"),
  /** Where Neon's SQL-over-HTTP protocol is spoken, when it is not Neon itself. */
  SQL_ENDPOINT: z.url().optional(),
  JWT_SECRET: secret,
  /** Signs nothing any more; what it has signed still holds. */
  JWT_SECRET_PREVIOUS: secret.optional(),
  S3_ENDPOINT: z.url({ error: "must be the URL of R2's S3 API" }),
  S3_BUCKET: z.string().min(1),
  S3_ACCESS_KEY_ID: z.string({ error: "is missing" }).min(1),
  S3_SECRET_ACCESS_KEY: z.string({ error: "is missing" }).min(1),
  RATE_LIMIT_PER_MINUTE: whole(1).default(60),
  RATE_LIMIT_PER_USER: whole(1).default(300),
  RATE_LIMIT_MULTIPLIER: z.coerce.number().positive().default(1),
  EDGE_CACHE_SECONDS: whole(0).max(60).default(60),
  DOWNLOAD_FLUSH_SECONDS: z.coerce.number().positive().max(600).default(10),
});
export type Config = z.infer<typeof Config>;

/** The environment lacks something, or has something that cannot be right; the message names each variable. */
export class ConfigError extends Error {}

/** @throws ConfigError */
export function readConfig(env: object): Config {
  const parsed = Config.safeParse(env);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new ConfigError(`The Worker cannot start: ${complaints.join("; ")}`);
}

const BINDINGS = ["RATE_LIMITER", "DOWNLOAD_COUNTER"] as const satisfies (keyof Env)[];

/** @throws ConfigError unless all that is used is bound */
export function requireBindings<Bound extends Partial<Env>>(env: Bound): Bound & Env {
  const missing = BINDINGS.filter((name) => env[name] === undefined);
  if (missing.length === 0) return env as Bound & Env;
  throw new ConfigError(`The Worker cannot start: ${missing.map((name) => `${name} is not bound`).join("; ")}`);
}
