-- Private IDs: providers outside that people may sign in by, and who is whom there.
create table private_ids (
  id        text primary key,
  issuer    text not null unique,
  client_id text not null,
  sealed    bytea not null,                  -- our secret there
  name      jsonb not null,
  assurance text not null check (assurance in ('low', 'substantial', 'high')),
  is_open   boolean not null default true,
  added_at  timestamptz not null
);
create table private_links (
  account    text not null references accounts (id),
  provider   text not null references private_ids (id),
  subject    bytea not null,                 -- SHA-256 of issuer and subject: says nothing about the account there
  assurance  text not null check (assurance in ('low', 'substantial', 'high')),
  added_at   timestamptz not null,
  last_used_at timestamptz,
  primary key (account, provider),
  unique (provider, subject)
);
-- A journey to a private ID and back, of one browser, for some minutes.
create table private_journeys (
  id         bytea primary key,              -- SHA-256 of the browser's cookie
  provider   text not null references private_ids (id),
  account    text,                           -- whoever adds it; null: signing in
  session    text,
  sealed     bytea not null,                 -- state, nonce, verifier, where to go on
  expires_at timestamptz not null
);
create index private_journeys_by_time on private_journeys (expires_at);

create table certificates (
  account    text not null references accounts (id),
  id         text not null,
  holder     bytea not null unique,          -- SHA-256 of the issuing authority and the holder's name there
  name       text not null,
  assurance  text not null check (assurance in ('low', 'substantial', 'high')),
  added_at   timestamptz not null,
  last_used_at timestamptz,
  primary key (account, id)
);

create table recovery_codes (
  account   text not null references accounts (id),
  code_hash bytea not null unique,
  made_at   timestamptz not null,
  primary key (account, code_hash)
);
