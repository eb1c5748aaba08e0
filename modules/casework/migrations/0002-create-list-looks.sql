-- Whom an official's work list has shown today, so that the person's trace says so once a day and not with every refresh.
-- The trace itself is the access module's; rows of past days are cleared away.
create table list_looks (
  person   text not null,
  case_id  text not null,
  official text not null,
  day      date not null,
  primary key (person, case_id, official, day)
);
create index list_looks_by_day on list_looks (day);
