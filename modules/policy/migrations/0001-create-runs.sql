-- Rules as they were when a run was asked for, once for all runs that share them: facts, figures and the rules of one service.
create table rules (
  hash          text primary key,              -- sha256:… of the canonical JSON
  declarations  jsonb not null
);

-- A run is named by the hash of all it depends on, so the same question is one run. Results are aggregates; nobody's row is kept.
create table runs (
  id            text primary key,
  created_at    timestamptz not null,
  created_by    text not null,                 -- off_…
  inputs        jsonb not null,
  rules         text not null references rules (hash),
  state         text not null check (state in ('waiting', 'running', 'done', 'failed')),
  progress      integer not null default 0 check (progress between 0 and 100),
  finished_at   timestamptz,
  result        jsonb,
  result_hash   text,
  failure       jsonb,
  again_since   timestamptz,                   -- since when it is worked out again
  again_at      timestamptz,                   -- when that was done
  again_hash    text,                          -- and what came of it
  again_code    text
);
create index runs_newest on runs (created_at desc, id);

-- Keys against sending twice, by who sent them.
create table keys (
  official      text not null,
  key           text not null,
  body_hash     text not null,
  run           text not null references runs (id),
  at            timestamptz not null,
  primary key (official, key)
);
