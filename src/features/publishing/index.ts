export { publishVersion } from "./publish.ts";
