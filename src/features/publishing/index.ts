export type { PublishInput } from "./input.ts";
export { type Published, publishVersion } from "./publish.ts";
