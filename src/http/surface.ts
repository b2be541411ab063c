/** Whom an answer is for: a program reads JSON, a person reads pages. Decided by the address alone, whatever Accept says. */
export type Surface = "api" | "web";

const FOR_PROGRAMS = /^\/(?:api|camel|dl|health|badges)(?:\/|$)/;

export const surfaceOf = (path: string): Surface => (FOR_PROGRAMS.test(path) ? "api" : "web");
