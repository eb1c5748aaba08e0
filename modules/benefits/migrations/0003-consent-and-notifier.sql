-- What a person agreed to, in which words, when and until when (사회보장급여법 제22조의2제2항, 개인정보 보호법 제22조). Kept after it ended: it is the proof.
create table benefits.consents (
  person    text not null,
  id        text not null,
  purpose   text not null check (purpose in ('look', 'watch')),
  version   text not null,
  groups    text[] not null,                 -- finance, sensitive; empty: only what needs no consent
  facts     text[] not null,                 -- what was agreed to, by fact; a fact that comes later is not in it
  given_at  timestamptz not null,
  ends_at   timestamptz not null,
  ended_at  timestamptz,
  ended_by  text check (ended_by in ('person', 'renewal', 'time')),
  reminded  boolean not null default false,
  primary key (person, id),
  check ((ended_at is null) = (ended_by is null))
);
create unique index consents_in_force on benefits.consents (person, purpose) where ended_at is null;
create index consents_ending on benefits.consents (ends_at) where ended_at is null;

-- Whoever agreed before there was such a record agreed to less than is kept now: they are asked again.
drop table benefits.watchers;

-- One pseudonymous, purpose-bound projection for each subscriber: facts, what is open, what is not wanted. Sealed under the person's key.
create table benefits.subscribers (
  person     text primary key,
  since      timestamptz not null,
  sealed     bytea,                          -- null: not looked at yet
  looked_at  timestamptz,
  ahead_from date                            -- the coming year is to be computed from this day on; null: it is
);
create index subscribers_ahead on benefits.subscribers (ahead_from) where ahead_from is not null;

-- Days on which something changes by itself for somebody: a birthday, the end of a term.
create table benefits.wakes (
  person text not null,
  day    date not null,
  primary key (person, day)
);
create index wakes_due on benefits.wakes (day);

-- One row a piece of news told, by a key that only the person's own seal can read: the same is never told twice.
create table benefits.told (
  person text not null,
  key    bytea not null,
  at     timestamptz not null,
  primary key (person, key)
);

-- What was told and why, for "why was I told?".
create table benefits.news (
  person text not null,
  id     text not null,
  at     timestamptz not null,
  sealed bytea not null,
  primary key (person, id)
);

-- A signed-in person's look, kept for some minutes. `stamp` names the look under way: one that was forgotten meanwhile is not kept.
create table benefits.looks (
  person text primary key,
  stamp  text not null,
  sealed bytea,
  until  timestamptz not null
);
create index looks_until on benefits.looks (until);

-- A publication that subscribers are being gone through for, and how far.
create table benefits.passes (
  release  text primary key,
  services text[] not null,
  after    text not null,
  done_at  timestamptz
);
