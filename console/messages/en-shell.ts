export const shell = {
  product: 'Muster',
  skip: 'Skip to the content',
  navigation: 'Main',
  openMenu: 'Open or close the menu',
  nav: {
    users: 'User management',
    groups: 'Groups',
    billing: 'Billing',
    audit: 'Audit log',
    account: 'Account',
    profile: 'My profile',
  },
  account: {
    switch: 'Switch account',
    current: 'Account {{name}}',
  },
  user: {
    menu: 'You: {{name}}',
    signOut: 'Sign out',
    keyboard: 'Keyboard',
    light: 'Light',
    dark: 'Dark',
    auto: 'As the system',
    look: 'Look',
  },
  keyboard: {
    title: 'Keyboard',
    none: 'This page has no keys of its own.',
    help: 'Show this help',
    close: 'Close what is open',
    on: 'Use single keys',
    onHint: 'Switch this off if a screen reader or dictation uses the same keys.',
  },
  notFound: {
    title: 'There is nothing here',
    body: 'The address may be mistyped, or what it led to has been removed.',
    home: 'Go to the start page',
  },
  notAllowed: {
    title: 'This page is for Admins',
    body: 'Your role in {{account}} does not include it. Ask the Owner if you need it.',
  },
  signedOut: {
    title: 'You have been signed out',
    body: 'Sign in again to go on. What you typed is still there.',
  },
  proof: {
    body: 'Please confirm {{email}}: we have mailed you a link. Until then your sign-in works in this account alone.',
    again: 'Mail me the link again',
    sent: 'A new link is on its way to {{email}}.',
  },
} as const;
