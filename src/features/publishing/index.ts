export { publishPackage, publishVersion } from "./publish.ts";
