-- A draft of one service's rules: the files as they are being written, and those that it began from.
create table drafts (
  id         text primary key,
  service    text not null,
  slug       text not null,
  title      jsonb not null,
  author     text not null,
  state      text not null check (state in ('open', 'submitted', 'returned', 'published', 'discarded')),
  revision   int not null default 1,
  files      jsonb not null,                 -- [{ path, text }]
  base       jsonb not null,                 -- [{ path, text }]; a file that was not there is absent
  effect     jsonb,                          -- what was counted, and for which revision
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index drafts_by_service on drafts (service);
create index drafts_by_state on drafts (state, updated_at);

-- What happened to a draft; never changed.
create table draft_events (
  draft  text not null references drafts (id),
  seq    int not null,
  at     timestamptz not null,
  by     text not null,
  what   text not null,
  reason text,
  primary key (draft, seq)
);

-- Who published which version of a service, and what it changed for whom.
create table publications (
  draft        text primary key references drafts (id),
  service      text not null,
  version      text not null,
  release      text not null,
  author       text not null,
  approver     text not null,
  reason       text,
  published_at timestamptz not null,
  before       jsonb not null,               -- the definitions before and after, for the difference in any language
  after        jsonb not null,
  effect       jsonb
);
create index publications_by_service on publications (service, published_at);

-- Commands that were done, by their key: the same key does nothing twice.
create table commands (
  actor  text not null,
  key    text not null,
  what   text not null,
  result text not null,
  done_at timestamptz not null,
  primary key (actor, key)
);
