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
  /** Plans of an account that nobody applied; the oldest is dropped. */
  openPlansMax: 200,
  /** Changes of an account that a job applies or is to apply. */
  applyingMax: 50,
  /** Uploads that an account keeps as they were sent, their bytes, and lines understood of them; the oldest give way. */
  keptFilesMax: 200,
  keptFileBytesMax: 2 * 1024 * 1024 * 1024,
  keptLinesMax: 10_000_000,
  /** Uploads of an account that one server takes at once. */
  uploadsAtOnceMax: 4,
  /** Exports and other files of an account that one server sends at once, and exports of all. */
  exportsAtOnceMax: 2,
  exportsOfAllMax: 6,
  filesAtOnceMax: 4,
  /** Event streams of an account, and of one person, that one server keeps open. */
  streamsOfAccountMax: 50,
  streamsOfPersonMax: 10,
  /** Seconds after which a reader who takes nothing, or a sender of whom nothing comes, is dropped. */
  stalledSeconds: 60,
  /** Groups of an account. */
  groupsMax: 5_000,
} as const satisfies Record<string, number>;
