-- Passports as a way in. Nothing that a passport says of its holder is kept: only keyed hashes, by which it is known again.
alter table identity.sessions drop constraint sessions_way_check;
alter table identity.sessions add constraint sessions_way_check
  check (way in ('passkey', 'persona', 'invitation', 'certificate', 'private-id', 'recovery', 'passport'));

create table identity.passports (
  account      text not null references identity.accounts (id),
  id           text not null,
  holder       bytea not null unique,        -- keyed hash of state and number
  name         text not null,                -- state and the last two characters of the number
  origin       text not null check (origin in ('register', 'person', 'stranger')), -- who says that it is theirs
  assurance    text not null check (assurance in ('low', 'substantial', 'high')),
  face         text not null check (face in ('same', 'not-given', 'no-service', 'away')),
  stay         text not null check (stay in ('known', 'unknown', 'own')),
  level        text not null check (level in ('low', 'substantial', 'high')),       -- of the last proof
  added_at     timestamptz not null,
  last_used_at timestamptz not null,
  primary key (account, id)
);

-- What an administrator has loaded, every version of it.
create table identity.passport_lists (
  id           text primary key,
  kind         text not null check (kind in ('master', 'revoked', 'lost')),
  source       text not null,
  version      int not null,
  entries      int not null,
  states       text[] not null,
  digest       text not null,
  file         bytea,                        -- as it came; of lost passports only the hashes below
  loaded_by    text not null,
  loaded_at    timestamptz not null,
  replaced_at  timestamptz,
  withdrawn_at timestamptz,
  withdrawn_by text,
  unique (kind, source, version)
);
create table identity.lost_passports (
  list   text not null references identity.passport_lists (id),
  holder bytea not null,                     -- keyed hash of state and number
  primary key (holder, list)
);

-- Every try, let in or refused, for ninety days.
create table identity.passport_attempts (
  id      text primary key,
  at      timestamptz not null,
  outcome text not null,
  state   text,                              -- only of what a state has signed
  holder  bytea                              -- likewise
);
create index passport_attempts_by_time on identity.passport_attempts (at);
create index passport_attempts_by_holder on identity.passport_attempts (holder, at) where holder is not null;
