import type { PublishRequest } from "#contract/publishing.ts";

/** A version to be published, whichever way it came in. */
export interface PublishInput extends Omit<PublishRequest, "wasm_data"> {
  module: Uint8Array<ArrayBuffer>;
  /** Run every check and write nothing. */
  dryRun: boolean;
}
