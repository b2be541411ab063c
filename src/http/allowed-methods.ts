import type { Hono } from "hono";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** The methods that some route takes at a path, for the Allow header of a 405; HEAD goes wherever GET does. */
export function allowedMethods(router: Hono["router"], path: string): string[] {
  const allowed = METHODS.filter((method) => {
    const [matches] = router.match(method, path);
    return matches.some(([[, route]]) => route.method === method);
  });
  return allowed.includes("GET") ? ["HEAD", ...allowed] : allowed;
}
