-- Apps, each of whoever registered it.
create table developers.apps (
  owner      text not null,
  id         text not null unique,
  name       text not null,
  about      text not null,
  homepage   text,
  state      text not null check (state in ('sandbox', 'waiting', 'allowed', 'refused', 'ended')),
  reason     text,
  made_at    timestamptz not null,
  asked_at   timestamptz,
  decided_by text,
  decided_at timestamptz,
  primary key (owner, id)
);

-- Keys: only hashes, of 32 random bytes, so that a plain SHA-256 is enough.
create table developers.keys (
  app     text not null references developers.apps (id),
  id      text not null,
  kind    text not null check (kind in ('test', 'live')),
  hash    bytea not null unique check (octet_length(hash) = 32),
  hint    text not null,
  made_at timestamptz not null,
  ends_at timestamptz,
  primary key (app, id)
);

-- How much of a window was used: one row each, begun anew with the next window.
create table developers.windows (
  app       text not null,
  kind      text not null,
  policy    text not null,
  starts_at timestamptz not null,
  used      integer not null,
  primary key (app, kind, policy)
);

create table developers.usage (
  app       text not null,
  day       date not null,
  kind      text not null,
  operation text not null,
  status    integer not null,
  calls     bigint not null,
  ms        bigint not null,
  primary key (app, day, kind, operation, status)
);

-- Requests that were refused or failed; the request itself is sealed for the app.
create table developers.failures (
  app       text not null,
  id        text not null,
  at        timestamptz not null,
  kind      text not null,
  operation text not null,
  status    integer not null,
  type      text,
  again     text,
  request   bytea not null,
  primary key (app, id)
);
create index failures_by_time on developers.failures (app, at desc);

create table developers.hooks (
  app              text not null references developers.apps (id),
  id               text not null,
  url              text not null,
  events           text[] not null,
  secret           bytea not null,
  old_secret       bytea,
  old_secret_until timestamptz,
  made_at          timestamptz not null,
  primary key (app, id)
);
create index hooks_by_event on developers.hooks using gin (events);

create table developers.deliveries (
  app         text not null,
  id          text not null,
  hook        text not null,
  event       text not null,
  -- The same happening is told once.
  cause       text not null,
  body        text not null,
  made_at     timestamptz not null,
  state       text not null check (state in ('waiting', 'delivered', 'given-up')),
  attempts    integer not null,
  last_status integer,
  last_error  text,
  next_at     timestamptz,
  primary key (app, id),
  unique (hook, cause)
);
create index deliveries_waiting on developers.deliveries (next_at) where state = 'waiting';
