-- Mobile ID from a wallet. What a credential says of its holder is kept for minutes, sealed; after that a keyed hash, by which it is known again.
alter table identity.sessions drop constraint sessions_way_check;
alter table identity.sessions add constraint sessions_way_check
  check (way in ('passkey', 'persona', 'invitation', 'certificate', 'private-id', 'recovery', 'passport', 'wallet'));

create table identity.wallets (
  account      text not null references identity.accounts (id),
  id           text not null,
  holder       bytea not null unique,        -- keyed hash of issuer and number
  name         text not null,                -- of the issuer
  assurance    text not null check (assurance in ('low', 'substantial', 'high')),
  added_at     timestamptz not null,
  last_used_at timestamptz not null,
  primary key (account, id)
);

-- A question to a wallet, of one browser, for some minutes.
create table identity.presentations (
  id         text primary key,               -- as it stands in the request's address
  browser    bytea not null unique,          -- SHA-256 of the browser's cookie
  account    text,                           -- whoever adds it; null: signing in
  session    text,
  device     text not null,
  sealed     bytea not null,                 -- nonce, state, key, where to go on
  state      text not null default 'open' check (state in ('open', 'answering', 'answered', 'refused', 'used')),
  why        text,
  code       bytea unique,                   -- SHA-256 of what the wallet's browser brings back
  confirm    bytea,                          -- keyed hash of the number that its phone shows
  tries      int not null default 0,
  result     bytea,                          -- sealed: who was shown
  started_at timestamptz not null,
  expires_at timestamptz not null
);
create index presentations_by_time on identity.presentations (expires_at);

-- Whom an administrator has let in as issuers, every version of it.
create table identity.wallet_issuers (
  id          text primary key,
  version     int not null unique,
  issuers     jsonb not null,
  loaded_by   text not null,
  loaded_at   timestamptz not null,
  replaced_at timestamptz,
  replaced_by text
);
create unique index wallet_issuers_held on identity.wallet_issuers ((true)) where replaced_at is null;

-- The key and certificate by which wallets know us, where the operator has given none.
create table identity.wallet_signer (
  id          int primary key check (id = 1),
  sealed      bytea not null,
  certificate bytea not null,
  until       timestamptz not null
);
