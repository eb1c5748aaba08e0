-- How sure we are of an account, of the way it was entered, and when that was last shown.
alter table accounts add column assured text not null default 'high' check (assured in ('low', 'substantial', 'high'));
alter table sessions add column assurance text not null default 'substantial' check (assurance in ('low', 'substantial', 'high'));
alter table sessions add column proved_at timestamptz;
update sessions set assurance = case way when 'passkey' then 'high' else 'substantial' end, proved_at = started_at;
alter table sessions alter column proved_at set not null, alter column proved_at set default now();
alter table sessions drop constraint sessions_way_check;
alter table sessions add constraint sessions_way_check
  check (way in ('passkey', 'persona', 'invitation', 'certificate', 'private-id', 'recovery'));
alter table sessions add column device text not null default '';
-- A way in is never worth more than the session in which it was added.
alter table passkeys add column assurance text not null default 'high' check (assurance in ('low', 'substantial', 'high'));

-- What the OpenID Provider keeps while it works: requests, codes, tokens, its sessions. Sealed; found by hashes alone.
create table records (
  id          bytea primary key,             -- SHA-256 of kind and token: a copy of the table opens nothing
  payload     bytea not null,
  grant_key   bytea,                         -- what ends with a grant
  uid_key     bytea,                         -- sessions of the provider: by their second name
  session     text,                          -- sessions of the provider: the session they belong to
  consumed_at timestamptz,
  swept_after timestamptz not null           -- a full hour after it expires, so that a record may change in place
) with (fillfactor = 70);
create index records_by_grant on records (grant_key) where grant_key is not null;
create index records_by_uid on records (uid_key) where uid_key is not null;
create index records_by_session on records (session) where session is not null;
create index records_by_time on records (swept_after);

create table signing_keys (
  id         text primary key,
  sealed     bytea not null,
  made_at    timestamptz not null,
  signs_from timestamptz not null,           -- published before it signs, and after
  gone_after timestamptz not null
);

-- A relying site: what it asks for now (`proposed`, used at once with test people) and what was allowed (`allowed`).
create table sites (
  id          text primary key,
  owner       text not null,                 -- account of whoever registered it
  proposed    jsonb not null,
  allowed     jsonb,
  state       text not null check (state in ('testing', 'waiting', 'allowed', 'refused', 'ended')),
  secret_hash text,                          -- of the site; null: it signs instead
  test_hash   text,                          -- of its test twin
  reason      text,
  asked_at    timestamptz,
  decided_by  text,
  decided_at  timestamptz,
  made_at     timestamptz not null
);
create index sites_by_owner on sites (owner, made_at);
create index sites_waiting on sites (asked_at) where state = 'waiting';

-- What a person lets a site know, claim by claim.
create table consents (
  account    text not null references accounts (id),
  site       text not null,
  claim      text not null,
  is_given   boolean not null,
  decided_at timestamptz not null,
  primary key (account, site, claim)
);
