const LONGEST = 80;
/** Control, format and bidirectional characters, with which a name could pretend to be another text. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A name out of a module, fit to stand in a sentence: nothing invisible, at most 80 characters. */
export function shown(name: string): string {
  const characters = [...name];
  const cut = characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : name;
  return cut.replaceAll(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** "a, b and 3 more" */
export function listed(names: readonly string[], most = 5): string {
  const first = names.slice(0, most).map(shown).join(", ");
  return names.length > most ? `${first} and ${names.length - most} more` : first;
}
