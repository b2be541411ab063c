/** A request as it is counted. */
export interface CountedRequest {
  route: string;
  method: string;
  status: number;
  code: string;
  cache: string;
  colo: string;
  ms: number;
  sql: number;
  sqlMs: number;
  objects: number;
  stored: number;
}

/** Where it is counted what is slow, what fails and who is blocked. Neither waits nor fails. */
export interface Metrics {
  request(request: CountedRequest): void;
  /** Requests that a limit has refused to a client, since it was last told of. */
  refused(client: string, bucket: string, requests: number): void;
}
