import { isEmpty } from "./bits.ts";
import { CoreView } from "./core-view.ts";
import { noteOn } from "./notes.ts";
import type { Problem } from "./problem.ts";
import { statementsByRoot } from "./statements.ts";
import type { Fact } from "./types.ts";
import { listed, versionsListed } from "./wording.ts";

const MAX_STATEMENTS = 12;

/**
 * Facts that contradict each other, in a sentence: "auth-jwt ^2 needs template-crypto ^2, but oauth-suite 1.4.0 needs
 * template-crypto ~1.0". It names them all and nothing else, unless they are more than anybody would read.
 */
export function explain(problem: Problem, facts: readonly Fact[]): string {
  const view = new CoreView(problem, facts);
  const noted = new Map(
    view.targets.flatMap((plugin) => {
      const note = noteOn(view, plugin);
      return note === undefined ? [] : [[plugin, note] as const];
    }),
  );
  if (facts.some(({ kind }) => kind === "dependency")) return capitalised(joined(view, noted));
  const [root] = [...view.roots.keys()];
  return root === undefined ? "Nothing is asked for" : capitalised(ofRoot(view, root, noted.get(root)));
}

function joined(view: CoreView, noted: ReadonlyMap<string, string>): string {
  const stories = statementsByRoot(view, new Set(noted.keys()));
  const notes = [...noted.values()];
  const statements = shortened(stories.flat());
  if (notes.length > 0) return `${statements.join(", ")}, but ${listed(notes)}`;
  const lastStory = stories.length > 1 ? (stories.at(-1)?.length ?? 1) : 1;
  const turn = Math.max(1, statements.length - lastStory);
  return [
    ...statements.slice(0, turn),
    ...statements.slice(turn).map((each, index) => (index === 0 ? `but ${each}` : each)),
  ].join(", ");
}

function shortened(statements: string[]): string[] {
  const spare = statements.length - MAX_STATEMENTS;
  if (spare <= 0) return statements;
  return [...statements.slice(0, MAX_STATEMENTS - 1), `and so on (${spare} more)`, statements.at(-1)!];
}

/** When what is asked for cannot be had, whoever else asks. */
function ofRoot(view: CoreView, root: string, note: string | undefined): string {
  const variable = view.variable(root);
  const requirement = view.roots.get(root) ?? "*";
  if (variable.versions.length > 0 && isEmpty(view.accepted(root, requirement))) {
    const all = versionsListed(variable, view.versions(root));
    return `no version of ${root} matches ${requirement}; there ${variable.versions.length === 1 ? "is" : "are"} ${all}`;
  }
  return variable.versions.length === 0 ? String(note) : `you ask for ${root} ${requirement}, but ${note}`;
}

/** A sentence may begin with a plugin's name, which stays as it is. */
const capitalised = (text: string) =>
  text.replace(/^(?:you|there|no) /, (word) => word[0]!.toUpperCase() + word.slice(1));
