/** At most so many in so many seconds. SECURITY.md has the same numbers, which a test compares. */
export type Rate = { most: number; seconds: number };

/** How often something may be done. RATE_LIMITS=off, which is for tests and benchmarks on loopback, lifts all of these. */
export const rates = {
  /** Requests without a session, per network: an IPv4 address or an IPv6 /64. */
  requestsOfNetwork: { most: 600, seconds: 60 },
  /** Requests with a session, per sign-in. The requests of a browser that signed in before, once its network has no more, count here, too. */
  requestsOfIdentity: { most: 600, seconds: 60 },
  /** Requests with a session, per account. */
  requestsOfAccount: { most: 6_000, seconds: 60 },
  /** Looks at a link from a mail, per network. */
  linkLooks: { most: 300, seconds: 60 },
  /** Uses of a link from a mail, per network. */
  linkUses: { most: 120, seconds: 60 },
  /** New accounts, per network. */
  signUps: { most: 10, seconds: 60 },
  signUpsInHour: { most: 30, seconds: 3_600 },

  /** Tries of passwords from a browser that signed in with this address before, per browser. */
  triesOfDevice: { most: 10, seconds: 60 },
  triesOfDeviceInTenMinutes: { most: 50, seconds: 600 },
  /** Tries from any other browser: per network, per address and network, per address. */
  triesOfNetwork: { most: 60, seconds: 60 },
  triesOfAddressInNetwork: { most: 10, seconds: 60 },
  triesOfAddress: { most: 50, seconds: 600 },
  /** Tries behind a session, from a browser that is not known: per sign-in, and per account. */
  triesOfIdentity: { most: 10, seconds: 60 },
  triesOfIdentityInTenMinutes: { most: 50, seconds: 600 },
  triesOfAccount: { most: 300, seconds: 600 },

  /** Asks for a reset mail, per address. More are answered the same and do nothing. */
  resetAsks: { most: 5, seconds: 300 },
  /** Mails of one kind that strangers ask for, per address: confirmations of a sign-up, resets, confirmations of a new address. */
  mailsStrangersAsk: { most: 3, seconds: 3_600 },
  /** Notices of one kind, per address, such as "your role was changed". */
  notices: { most: 10, seconds: 3_600 },
  /** Invitation mails to one person of an account, the first one included. */
  invitationMails: { most: 5, seconds: 3_600 },
  /** Invitation mails from one account to one address, also where the person is removed and added again. More wait. */
  invitationMailsToAddress: { most: 10, seconds: 3_600 },
  /** Asks for a new invitation on its expired page, per person. More are answered the same and do nothing. */
  renewalAsks: { most: 5, seconds: 300 },
} as const satisfies Record<string, Rate>;
export type RateName = keyof typeof rates;

/**
 * People that an account made by open sign-up invites until its Owner has proven their address. RATE_LIMITS=off lifts this, too.
 */
export const unprovenInvitesMax = 5;

/** How large something may be, or how many of it an account may have. Nothing lifts these. */
export const bounds = {
  /** Bytes of a JSON request body. */
  bodyBytesMax: 1024 * 1024,
  /** Known browsers of a sign-in. A new one takes the place of the one that was used longest ago. */
  devicesOfIdentity: 20,
  /** Levels of arrays and objects within each other in a JSON request body. */
  jsonDepthMax: 64,
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
