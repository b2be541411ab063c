import { generateApiToken } from "../../../src/lib/api-token.ts";

const LETTERS = 42;
/** One letter of a real token changed, at a place: the checksum tells. */
const mistyped = Array.from(
  { length: LETTERS },
  (_, at) =>
    [`letter ${at} mistyped`, (token: string) => [...token].with(at, token[at] === "A" ? "B" : "A").join("")] as const,
);

/** API tokens that are none, made of a real one. */
export const CRAFTED_API_TOKENS: Record<string, (token: string) => string> = {
  ...Object.fromEntries(mistyped),
  "one that was never issued": () => generateApiToken(),
  "the first half of one and the last of another": (token) => token.slice(0, 36) + generateApiToken().slice(36),
  "a letter too few": (token) => token.slice(0, -1),
  "a letter too many": (token) => `${token}A`,
  "two letters swapped": (token) => `${token.slice(0, 4)}${token.slice(5, 20)}${token[4]!}${token.slice(20)}`,
  "capitals only": (token) => token.toUpperCase(),
  "small letters only": (token) => token.toLowerCase(),
  "the prefix only": () => "mfr_",
  "no prefix": (token) => token.slice(4),
  "another prefix": (token) => `ghp_${token.slice(4)}`,
  "the prefix twice": (token) => `mfr_${token}`,
  zeros: () => `mfr_${"0".repeat(38)}`,
  "its own hash": (token) => `mfr_${Buffer.from(token).toString("hex").slice(0, 38)}`,
  "what is shown of it": (token) => token.slice(0, 12),
  "what is shown of it, and a pattern": (token) => `${token.slice(0, 12)}%`,
  "SQL behind it": (token) => `${token}'--`,
  "an encoded NUL behind it": (token) => `${token}%00`,
  "a dot behind it": (token) => `${token}.`,
  "a comma and another": (token) => `${token},${token}`,
  "60 KB": (token) => token.repeat(300),
};
