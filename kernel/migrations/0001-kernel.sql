create table kernel.outbox (
  id           bigint generated always as identity primary key,
  name         text not null,
  payload      jsonb not null,
  published_at timestamptz not null default now(),
  done         text[] not null default '{}',   -- consumers that have finished
  attempts     int not null default 0,
  next_at      timestamptz not null default now(),
  delivered_at timestamptz
);
create index outbox_waiting on kernel.outbox (next_at, id) where delivered_at is null;

-- One key a subject, wrapped by the key from settings; destroying the row destroys what it sealed.
create table kernel.subject_keys (
  subject    text primary key,
  wrapped    bytea not null,
  created_at timestamptz not null default now()
);
