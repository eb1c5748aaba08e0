-- Rules that are approved and come into force on a later day, as they will stand then: pages and answers for that day are made from them.
create table announced (
  id text primary key,
  from_day date not null,
  service jsonb not null,
  parameters jsonb not null
);
