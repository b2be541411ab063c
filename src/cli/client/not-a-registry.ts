import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** For an answer that no registry gives. */
export function notARegistry(response: Response, why: string): Failure {
  const { origin } = new URL(response.url);
  return new Failure(`${origin} does not answer as a MockForge registry does${why}`, {
    exitCode: EXIT.away,
    hint: "check its address (mockforge-registry config get url), or update mockforge-registry",
  });
}
