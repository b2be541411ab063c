/** What a script may rely on. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Not signed in, or not allowed. */
  notAllowed: 3,
  notFound: 4,
  /** The network, or the registry, is away. */
  away: 5,
  /** A checksum or the lock file does not agree. */
  integrity: 6,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_STATUS: Record<number, ExitCode> = {
  401: EXIT.notAllowed,
  403: EXIT.notAllowed,
  404: EXIT.notFound,
  429: EXIT.away,
  502: EXIT.away,
  503: EXIT.away,
  504: EXIT.away,
};

/** How a command ends that an HTTP error ends. */
export const exitCodeOf = (status: number): ExitCode => BY_STATUS[status] ?? EXIT.failed;
