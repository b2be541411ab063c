const words = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const NAME_PATTERN = words;
export const NAME_MAX_LENGTH = 50;
export const TAG_PATTERN = words;
export const TAG_MAX_LENGTH = 20;
export const USERNAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_-]{2,38}$/;

export const CATEGORIES = [
  "auth",
  "template",
  "response",
  "datasource",
  "middleware",
  "testing",
  "observability",
  "other",
] as const;

export const isPluginName = (text: string): boolean => text.length <= NAME_MAX_LENGTH && NAME_PATTERN.test(text);
export const isTag = (text: string): boolean => text.length <= TAG_MAX_LENGTH && TAG_PATTERN.test(text);
export const isUsername = (text: string): boolean => USERNAME_PATTERN.test(text);

/** Two plugin names that a reader may confuse have one canonical form; the database computes the same (plugins.canonical_name). */
export const canonicalName = (name: string): string =>
  name.replaceAll("-", "").replaceAll("0", "o").replaceAll(/[1i]/g, "l");
