import "vitest";

export interface SharedStack {
  url: string;
  databaseUrl: string;
  sqlEndpoint: string;
  s3Endpoint: string;
  jwtSecret: string;
  /** The built Worker, for stacks of a test file's own. */
  workerDir: string;
  /** The built command line. */
  cliFile: string;
  /** The server, to clone `registry_template` on. */
  postgresUrl: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: SharedStack;
  }
}

export const templateName = "registry_template";
