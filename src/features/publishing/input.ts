import type { PublishRequest } from "#contract/publishing.ts";

/** What is said of a version to be published, whichever way it comes in; its module comes beside it. */
export interface PublishInput extends Omit<PublishRequest, "wasm_data"> {
  /** plugin.yaml as its author wrote it, when it came in a package. */
  manifestText?: string;
  sbom?: Attachment;
  sbomSignature?: Attachment;
}

/** A file that is kept beside the module as it is. */
export interface Attachment {
  bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 in lower-case hex. */
  checksum: string;
}

/** A module that is there whole. */
export interface WholeModule {
  bytes: Uint8Array<ArrayBuffer>;
  /** The field of the request that held it, for errors. */
  field: "wasm_data" | "package" | "file";
}

export interface PublishOptions {
  /** Run every check and write nothing. */
  dryRun: boolean;
  /** Scheme and host that links begin with. */
  origin: string;
}
