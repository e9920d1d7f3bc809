-- Mail.

create table mails (
  id uuid primary key,
  account_id uuid,
  template text not null,
  data jsonb not null,
  recipient text not null,
  recipient_key text collate "C" not null,
  state text not null check (state in ('queued', 'handed_over', 'delayed', 'bounced')),
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
  only_row boolean primary key default true check (only_row),
  -- The pace of all mail, by the machine's clock.
  next_mail_at timestamptz not null,
  -- Since when the mail server takes no mail, why, and when it is tried again, by Muster's clock.
  silent_since timestamptz,
  silence_reason text,
  next_try_at timestamptz,
  -- How long the one message that tries it may take, by the machine's clock.
  trying_until timestamptz
);
comment on table mail_server is 'The one row is the mail server, which all servers and accounts share.';
insert into mail_server (next_mail_at) values ('-infinity');

grant select, insert, update, delete on mails, mailbox to muster_app;
grant select, update on mail_server to muster_app;
