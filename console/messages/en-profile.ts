export const profile = {
  title: 'My profile',
  you: {
    title: 'Name',
    saved: 'Your name is saved.',
  },
  place: {
    title: 'In {{account}}',
    hint: 'An Admin of the account looks after these.',
    noDepartment: 'No department',
    noAddOns: 'No add-ons',
  },
  email: {
    title: 'E-mail address',
    now: 'You sign in with {{email}}.',
    next: 'New address',
    password: 'Your password',
    submit: 'Change the address',
    pending_mailbox:
      'A link for {{email}} is in the mailbox of this server. Your address changes when you open it and confirm.',
    sent_mailbox: 'A link for {{email}} is in the mailbox. Your address changes when you open it and confirm.',
    pending: 'We have mailed a link to {{email}}. Your address changes when you open it and confirm.',
    sent: 'A link is on its way to {{email}}. Your address changes when you confirm it there.',
  },
  password: {
    title: 'Password',
    current: 'Current password',
    next: 'New password',
    submit: 'Change the password',
    done: 'Your password is changed. You are signed out everywhere else.',
  },
  sessions: {
    title: 'Where you are signed in',
    current: 'This browser',
    lastSeen: 'Last used {{when}}',
    since: 'Signed in {{when}}',
    end: 'Sign out',
    endLabel: 'Sign out {{device}}, {{ip}}',
    ended: 'Signed out there.',
    unknown: 'Unknown browser',
    on: '{{browser}} on {{system}}',
  },
  accounts: {
    title: 'Your accounts',
  },
} as const;
