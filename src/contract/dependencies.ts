import * as z from "zod";
import { isPluginName } from "#lib/names.ts";
import { parseRequirement } from "#lib/requirements.ts";
import { atMost } from "./common.ts";

const requirementIssue = (requirement: string): string | undefined => {
  try {
    parseRequirement(requirement);
    return undefined;
  } catch (error) {
    return error instanceof RangeError ? error.message : "is not a version requirement";
  }
};

/** What a plugin needs: at most 100 others. */
export const DependencyMap = atMost(
  100,
  z.record(z.string(), z.string()).superRefine((dependencies, context) => {
    for (const [name, requirement] of Object.entries(dependencies)) {
      const message = isPluginName(name) ? requirementIssue(requirement) : "is not a plugin name";
      if (message !== undefined) context.addIssue({ code: "custom", path: [name], message });
    }
  }),
).meta({ description: "Plugin name → requirement by Cargo's rules", example: { "template-crypto": "^1.0" } });
