declare const CLI_VERSION: string | undefined;

/** Put in when the executable is built. */
export const VERSION = typeof CLI_VERSION === "string" ? CLI_VERSION : "0.0.0-development";
