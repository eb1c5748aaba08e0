-- What officials propose to let in from outside, each decided by another.
create table admissions.proposals (
  id           text primary key,
  kind         text not null check (kind in ('member', 'member-keys', 'member-leaves', 'private-id')),
  state        text not null default 'waiting' check (state in ('waiting', 'admitted', 'refused', 'withdrawn')),
  about        text not null,
  rows         jsonb not null,
  sealed       bytea not null,             -- what is let in; empty once it is decided
  why          text not null,
  by_id        text not null,
  by_name      text not null,
  at           timestamptz not null,
  decided_id   text,
  decided_name text,
  decided_at   timestamptz,
  reason       text,
  check (state <> 'admitted' or (decided_id is not null and decided_id <> by_id))
);
create index proposals_waiting on admissions.proposals (at) where state = 'waiting';
