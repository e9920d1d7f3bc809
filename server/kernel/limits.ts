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
  /** Things that are wrong with one request, named in its answer. */
  errorsMax: 100,
} as const satisfies Record<string, number>;
