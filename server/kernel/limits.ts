/** At most `most` in `seconds`. SECURITY.md has the same numbers; a test compares them. */
export type Rate = { most: number; seconds: number };

/** How often something may be done. RATE_LIMITS=off, for tests and benchmarks on loopback, lifts all of these. */
export const rates = {
  /** Requests without a session, per network: an IPv4 address or an IPv6 /64. */
  requestsOfNetwork: { most: 600, seconds: 60 },
  /** Requests with a session, per sign-in. Requests of a known browser count here too once its network has used up its own. */
  requestsOfIdentity: { most: 600, seconds: 60 },
  /** Requests with a session, per account. */
  requestsOfAccount: { most: 6_000, seconds: 60 },
  /** Requests with an API key, per key and per account. Those of people do not wait for them. */
  requestsOfKey: { most: 3_000, seconds: 60 },
  requestsOfKeys: { most: 6_000, seconds: 60 },
  /** Looks at a link from a mail, per network. */
  linkLooks: { most: 300, seconds: 60 },
  /** Uses of a link from a mail, per network. */
  linkUses: { most: 120, seconds: 60 },
  /** New accounts, per network. */
  signUps: { most: 10, seconds: 60 },
  signUpsInHour: { most: 30, seconds: 3_600 },

  /** Password tries from a browser that has signed in with this address, per browser. */
  triesOfDevice: { most: 10, seconds: 60 },
  triesOfDeviceInTenMinutes: { most: 50, seconds: 600 },
  /** Password tries from any other browser: per network, per address and network, per address. */
  triesOfNetwork: { most: 60, seconds: 60 },
  triesOfAddressInNetwork: { most: 10, seconds: 60 },
  triesOfAddress: { most: 50, seconds: 600 },
  /** Password tries with a session, from an unknown browser: per sign-in, and per account. */
  triesOfIdentity: { most: 10, seconds: 60 },
  triesOfIdentityInTenMinutes: { most: 50, seconds: 600 },
  triesOfAccount: { most: 300, seconds: 600 },

  /** Requests for a reset mail, per address. Further ones get the same answer and do nothing. */
  resetAsks: { most: 5, seconds: 300 },
  /** Mails of one kind that strangers can cause, per address: confirmations of a sign-up, resets, confirmations of a new address. */
  mailsStrangersAsk: { most: 3, seconds: 3_600 },
  /** Notices of one kind, per address, such as "your role was changed". */
  notices: { most: 10, seconds: 3_600 },
  /** Invitation mails to one person of an account, the first one included. */
  invitationMails: { most: 5, seconds: 3_600 },
  /** Invitation mails from one account to one address, also if the person is removed and added again. Further mails wait. */
  invitationMailsToAddress: { most: 10, seconds: 3_600 },
  /** Test mails, and lookups of a sender's domain, per account. */
  mailTests: { most: 10, seconds: 3_600 },
  senderChecks: { most: 30, seconds: 3_600 },
  /** Test events and redeliveries of webhooks, per account. */
  webhookSends: { most: 120, seconds: 3_600 },
  /** Requests for a new invitation on its expired page, per person. Further ones get the same answer and do nothing. */
  renewalAsks: { most: 5, seconds: 300 },
} as const satisfies Record<string, Rate>;
export type RateName = keyof typeof rates;

/** People that an account made by open sign-up may invite until its Owner has proven their address. RATE_LIMITS=off lifts this too. */
export const unprovenInvitesMax = 5;

/** How large something may be, or how many an account may have. Nothing lifts these. */
export const bounds = {
  /** Bytes of a JSON request body. */
  bodyBytesMax: 1024 * 1024,
  /** Known browsers of a sign-in. A new one replaces the least recently used. */
  devicesOfIdentity: 20,
  /** Bytes of the address and the headers of a request: room for 500 ids. */
  headerBytesMax: 32 * 1024,
  /** Nesting depth of arrays and objects in a JSON request body. */
  jsonDepthMax: 64,
  /** Bytes of an answer before compression. Files do not count as answers. */
  answerBytesMax: 4 * 1024 * 1024,
  /** Errors of one request that are reported. */
  errorsMax: 100,
  /** Columns of an imported file. */
  fileColumnsMax: 500,
  /** Elements of a list in a request. */
  listedMax: 10_000,
  /** Accounts of one person that are listed: those entered last. */
  accountsShown: 500,
  /** Sessions of one person. A new one ends the least recently seen. */
  sessionsMax: 100,
  /** Unapplied plans of an account. A new one drops the oldest. */
  openPlansMax: 200,
  /** Changes of an account that a job applies or will apply. */
  applyingMax: 50,
  /** Uploads of an account that are kept, their bytes, and their parsed lines. The oldest are dropped. */
  keptFilesMax: 200,
  keptFileBytesMax: 2 * 1024 * 1024 * 1024,
  keptLinesMax: 10_000_000,
  /** Uploads of an account per server at once. */
  uploadsAtOnceMax: 4,
  /** Exports and other files of an account per server at once, and exports of all accounts. */
  exportsAtOnceMax: 2,
  exportsOfAllMax: 6,
  filesAtOnceMax: 4,
  /** Open event streams per server, of an account and of one person. */
  streamsOfAccountMax: 50,
  streamsOfPersonMax: 10,
  /** Seconds after which a reader that takes nothing, or a sender that sends nothing, is dropped. */
  stalledSeconds: 60,
  /** API keys of an account. */
  apiKeysMax: 200,
  /** Webhooks of an account. */
  webhooksMax: 100,
  /** Groups of an account. */
  groupsMax: 5_000,
} as const satisfies Record<string, number>;
