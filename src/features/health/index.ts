export { checkParts } from "./check-parts.ts";
