import type { PublishRequest } from "#contract/publishing.ts";

/** A version to be published, whichever way it came in. */
export interface PublishInput extends Omit<PublishRequest, "wasm_data"> {
  module: Uint8Array<ArrayBuffer>;
  /** plugin.yaml as its author wrote it, when it came in a package. */
  manifestText?: string;
  /** Run every check and write nothing. */
  dryRun: boolean;
}
