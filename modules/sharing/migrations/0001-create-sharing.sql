-- What an agency asked another for. Everything here is published but who of the agency did it.
create table sharing.requests (
  id        text primary key,
  number    bigint generated always as identity unique,
  agency    text not null,
  holder    text not null,
  register  text,
  dataset   text,
  facts     text[] not null,
  service   text,
  purpose   text not null,
  law       text not null,
  why       text not null,
  replaces  text,
  confirmer text,                     -- who must agree whatever the holder says
  decides   text[] not null,          -- exceptions that are the confirmer's to judge
  filed_by  text not null,
  filed_at  timestamptz not null,
  answer_by date not null,            -- the holder's silence after this day is a yes
  state     text not null,            -- as last written; silence changes it by itself (see store.ts)
  key       text not null,
  check ((register is null) <> (dataset is null)),
  unique (filed_by, key)
);
create index on sharing.requests (agency, service);
create index on sharing.requests (service, replaces) where replaces is not null;

-- What was done about it, one after another.
create table sharing.steps (
  request   text not null references sharing.requests (id),
  seq       integer not null,
  deed      text not null,
  official  text not null,
  agency    text not null,
  at        timestamptz not null,
  on_day    date not null,
  exception text,
  reasons   text,
  reviewer  text,
  due_on    date,
  key       text not null,
  primary key (request, seq),
  unique (request, official, key)
);
