/** The headings of the API's description, in the order of /docs. Every route stands under one of them. */
export const tags = [
  {
    name: 'Sign-in',
    description: 'Sign up, sign in and out, and use links that reset a password or prove an address.',
  },
  {
    name: 'Profile',
    description: 'What signed-in people see and change of themselves: name, password, address, sessions.',
  },
  { name: 'Account', description: 'The settings, totals and seats of the account, and its user types and add-ons.' },
  { name: 'Users', description: 'The people of the account: list, add, edit, remove, restore, erase and export them.' },
  { name: 'Changes', description: 'Every write to users, of one or of a million: plan, apply, watch and undo it.' },
  { name: 'Events', description: 'What happened in the account, in order, for programs that keep a copy or react.' },
  { name: 'Webhooks', description: 'Events, posted to addresses that the account chooses.' },
  { name: 'Invitations', description: 'Links to join an account, and the mails that carry them.' },
  { name: 'Groups', description: 'User groups. Every user is in exactly one.' },
  { name: 'Views', description: 'Saved ways of looking at the list of users.' },
  { name: 'Billing', description: 'Seats: what is bought, what is held, and buying.' },
  { name: 'API keys', description: 'Keys by which programs reach the account.' },
  { name: 'Audit', description: 'What happened in the account, who did it and when.' },
  { name: 'Mail', description: 'How mail goes: the mail server, its sender, and what the domain says about it.' },
  { name: 'Mailbox', description: 'Mail that is kept on this server while no mail server is set.' },
];
