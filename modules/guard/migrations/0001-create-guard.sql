-- Every set of policies that was ever in force.
create table guard.versions (
  version      int primary key,
  source       text not null check (source in ('pack', 'page')),
  files        jsonb not null,   -- [{ path, text }]
  changed      text[] not null,
  why          text not null,
  author       text,
  approver     text,
  published_at timestamptz not null,
  check (source = 'pack' or author <> approver)
);

create table guard.drafts (
  id          text primary key,
  state       text not null check (state in ('draft', 'waiting', 'published', 'withdrawn')),
  why         text not null,
  files       jsonb not null,    -- those that differ from the base
  author      text not null,
  author_name text not null,
  base        int not null references guard.versions (version),
  changed_at  timestamptz not null
);

-- Questions to the policies, without names, counted by the hour; kept for fourteen days.
create table guard.asked (
  hour     timestamptz not null,
  digest   text not null,
  question jsonb not null,
  is_allowed boolean not null,
  policies text[] not null,
  count    bigint not null,
  primary key (hour, digest)
);

-- Looks of officials within the last hour, for the rules of volume.
create table guard.looks (
  official text not null,
  at       timestamptz not null,
  id       text not null,
  primary key (official, at, id)
);
