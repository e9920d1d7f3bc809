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
  /** Columns of an imported file. */
  fileColumnsMax: 500,
} as const satisfies Record<string, number>;
