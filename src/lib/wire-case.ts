/**
 * The wire speaks snake_case, and camelCase to those who ask in it. Two functions are the whole translation; what is
 * below one of these names is a map whose keys are data, or a document of somebody else's, and stays as it is.
 */
const MAPS = new Set(["dependencies", "lock", "manifest", "rating_distribution", "ratingDistribution", "details"]);
/** A map in one place (resolve) and a list of records in another (search). */
const MAPS_UNLESS_LISTS = new Set(["plugins"]);

const DEEPEST = 64;

const toSnake = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const toCamel = (key: string) => key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A request's keys in snake_case; where both spellings are given, snake_case wins. */
export function fromWire(value: unknown): unknown {
  return rename(value, toSnake, 0);
}

/** An answer's keys in camelCase. */
export function toCamelCase(value: unknown): unknown {
  return rename(value, toCamel, 0);
}

function rename(value: unknown, spell: (key: string) => string, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return value;
  if (value instanceof File) return value;
  if (Array.isArray(value)) return value.map((item) => rename(item, spell, depth + 1));
  const entries = Object.entries(value).map(([key, inner]) => {
    const isMap = MAPS.has(key) || (MAPS_UNLESS_LISTS.has(key) && !Array.isArray(inner));
    return [spell(key), isMap ? inner : rename(inner, spell, depth + 1), spell(key) === key] as const;
  });
  // Already in the wanted spelling last: it is the one that stays.
  return Object.fromEntries(entries.toSorted((a, b) => Number(a[2]) - Number(b[2])));
}
