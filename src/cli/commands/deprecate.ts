import { DeprecationRequest } from "#contract/owners.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { checked } from "../input/checked.ts";
import { readName } from "../input/target.ts";
import { deprecate as deprecateRoute } from "../routes/owners.ts";
import { done } from "../terminal/report.ts";

interface DeprecateOptions {
  message?: string;
  replacement?: string;
  undo?: true;
}

export async function deprecate({ client }: Context, name: string, { undo, ...options }: DeprecateOptions) {
  if (undo === (options.message !== undefined)) {
    throw new Failure("Say why with --message, or --undo what was said", { exitCode: EXIT.usage });
  }
  const json = undo ? null : checked(DeprecationRequest, options);
  return done(await client.send(deprecateRoute, { params: { name: readName(name) }, json }));
}
