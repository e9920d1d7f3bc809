export const overview = {
  title: 'Overview',
  people: {
    title: 'People',
    all: 'All people',
    unit_one: 'person',
    unit_other: 'people',
  },
  invitations: {
    title: 'Invitations',
    all: 'All invitations',
    expiring: 'Expire within 3 days',
    bounced: 'Mail came back',
    delayed: 'Mail is delayed',
    expired: 'Expired',
    checked: 'Mail that came back or is delayed is counted among the last {{count, number}} invitations.',
  },
  seats: {
    title: 'Seats',
    all: 'All seats',
    none: 'No seats are bought. People of the type Basic need none.',
  },
  changes: {
    title: 'Last changes',
    all: 'All changes',
    none: 'Nothing has been changed yet.',
  },
  checklist: {
    title: 'Set up {{account}}',
    done: '{{done}} of {{of}} done',
    close: 'Put this list away',
    isDone: 'Done',
    isOpen: 'Not done yet',
    proof: { title: 'Confirm your e-mail address' },
    mail: {
      title: 'Set a mail server',
      hint: 'Until then, invitations are kept in the mailbox of this server and reach nobody.',
      way: 'Set a mail server',
    },
    people: {
      title: 'Add the first people',
      hint: 'Type or paste their addresses, or import a file.',
      way: 'Add users',
    },
    seats: {
      title: 'Buy seats',
      hint: 'Paid types and add-ons need one for each person.',
      way: 'Buy seats',
    },
    admin: {
      title: 'Make a second Admin',
      hint: 'Then the account can be managed when you are away. Choose “Make Admin” in a person’s menu.',
      way: 'Choose a person',
    },
  },
} as const;
