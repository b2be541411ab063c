import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { RegistryError } from "#lib/errors.ts";
import type { HttpEnv } from "./env.ts";

/**
 * Waits for the whole body, which `read` asks for in the form that is used later. How long a client takes to send it is not
 * our time. @throws RegistryError payload_too_large
 */
export function receive(
  what: "body" | "form",
  maxBytes: number,
  read: (c: Context<HttpEnv>) => Promise<unknown>,
): MiddlewareHandler<HttpEnv> {
  const limit = bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new RegistryError("payload_too_large", { message: `The ${what} has more than ${maxBytes} bytes` });
    },
  });
  return async (c, next) => {
    const began = Date.now();
    return limit(c, async () => {
      // A body that breaks off does so again for whoever reads it, and is refused there.
      await read(c).catch(() => undefined);
      c.get("deadline").extend(Date.now() - began);
      await next();
    });
  };
}
