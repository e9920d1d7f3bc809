-- Mail.

create table mails (
  id uuid primary key,
  account_id uuid,
  template text not null,
  data jsonb not null,
  recipient text not null,
  recipient_key text collate "C" not null,
  state text not null check (state in ('queued', 'handed_over', 'mailbox', 'delayed', 'bounced')),
  detail text,
  created_at timestamptz not null,
  handed_over_at timestamptz
);
comment on table mails is 'A row is a message that is no invitation. It is rendered when it is handed over.';
-- Tells how many mails of a kind an address had lately.
create index mails_recipient on mails (recipient_key, template, created_at);

create table mailbox (
  id uuid primary key,
  message_id text not null unique,
  sender text not null,
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  sent_at timestamptz not null
);
comment on table mailbox is 'A row is a message that was sent while no mail server was set.';
-- Finds the messages to a person who is erased.
create index mailbox_recipient on mailbox (lower(recipient));

create table mail_server (
  -- The account whose own mail server it is; null: the operator's.
  account_id uuid unique nulls not distinct,
  -- The pace of its mail, by the machine's clock.
  next_mail_at timestamptz not null default '-infinity',
  -- Since when it takes no mail, why, and when it is tried again, by Muster's clock.
  silent_since timestamptz,
  silence_reason text,
  next_try_at timestamptz,
  -- How long the one message that tries it may take, by the machine's clock.
  trying_until timestamptz
);
comment on table mail_server is 'A row is a mail server and how it answers: one of the operator, or one of an account. All servers share them.';
insert into mail_server (account_id) values (null);

create table mail_settings (
  account_id uuid primary key references accounts,
  -- The account's own mail server; null: its mail goes the way of all mail.
  host text,
  port int,
  security text check (security in ('tls', 'starttls', 'none')),
  username text,
  -- Encrypted by the server's key.
  password bytea,
  sender_name text not null default '',
  sender_address text,
  reply_to text,
  dkim_selector text,
  check (num_nulls(host, port, security) in (0, 3)),
  check (password is null or username is not null)
);
comment on table mail_settings is 'A row says how the invitations and notices of an account are mailed.';
call keep_to_account('mail_settings');
call show_to_reader('mail_settings');

grant select, insert, update, delete on mails, mailbox, mail_server to muster_app;
grant select on mail_server to muster_reader;
