-- Looks of officials that the law has the person told of later: who ends the wait. What was looked at is in the sealed entry.
create table held (
  subject  text not null,
  entry    text not null,
  official text not null,
  ended_at timestamptz,
  outcome  text check (outcome in ('charged', 'not-booked', 'not-referred', 'not-indicted')),
  primary key (subject, entry)
);
create index held_by_official on held (official, entry);
