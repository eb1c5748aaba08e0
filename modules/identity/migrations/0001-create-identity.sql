create table accounts (
  id         text primary key,               -- per_… or off_…
  kind       text not null check (kind in ('resident', 'official')),
  name       bytea,                          -- sealed; an official's name is the directory's
  handle     bytea not null unique,          -- user handle of WebAuthn: random, says nothing
  enrolled_at timestamptz not null
);

create table personas (
  id       text primary key references accounts (id),
  position int not null,
  title    jsonb not null,
  story    jsonb not null,
  name     text not null                     -- synthetic people only
);

create table sessions (
  account      text not null references accounts (id),
  id           text not null,
  token_hash   bytea not null unique,        -- the cookie itself is never kept
  way          text not null check (way in ('passkey', 'persona', 'invitation')),
  started_at   timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at     timestamptz,
  primary key (account, id)
);

create table passkeys (
  account       text not null references accounts (id),
  id            text not null,
  credential    text not null unique,
  public_key    bytea not null,
  counter       bigint not null,
  transports    text[] not null,
  name          text not null,
  added_at      timestamptz not null,
  last_used_at  timestamptz,
  primary key (account, id)
);

-- One question to an authenticator, answered once and soon.
create table challenges (
  id         text primary key,
  challenge  text not null,
  account    text,                           -- null: signing in, nobody known yet
  expires_at timestamptz not null
);

-- A code that lets one account in once, to add its first passkey.
create table invitations (
  code_hash  bytea primary key,
  account    text not null references accounts (id),
  expires_at timestamptz not null
);
