export { announceUpload } from "./announce.ts";
export { collectGarbage } from "./collect-garbage.ts";
export { completeUpload } from "./complete.ts";
export { type Inspected, publishPackage, publishVersion } from "./publish.ts";
