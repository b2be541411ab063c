export { collectGarbage } from "./collect-garbage.ts";
export { publishPackage, publishVersion } from "./publish.ts";
