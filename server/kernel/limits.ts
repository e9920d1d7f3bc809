/** At most so many in so many seconds. SECURITY.md has the same numbers, which a test compares. */
export type Rate = { most: number; seconds: number };

/** How often something may be done. RATE_LIMITS=off, which is for tests and benchmarks on loopback, lifts all of these. */
export const rates = {
  /** Requests without a session, per network: an IPv4 address or an IPv6 /64. */
  requestsOfNetwork: { most: 600, seconds: 60 },
} as const satisfies Record<string, Rate>;

/** How large something may be, or how many of it an account may have. Nothing lifts these. */
export const bounds = {
  /** Bytes of a JSON request body. */
  bodyBytesMax: 1024 * 1024,
  /** Bytes of an answer before it is compressed. Files are not answers in this sense. */
  answerBytesMax: 4 * 1024 * 1024,
  /** Things that are wrong with one request and are told. */
  errorsMax: 100,
  /** Columns of an imported file. */
  fileColumnsMax: 500,
  /** Elements of a list in a request. */
  listedMax: 10_000,
  /** Accounts of one person that are shown, those entered last. */
  accountsShown: 500,
  /** Sessions of one person; the one not seen for longest ends. */
  sessionsMax: 100,
  /** Groups of an account. */
  groupsMax: 5_000,
} as const satisfies Record<string, number>;
