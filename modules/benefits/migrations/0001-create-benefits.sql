-- People who asked to be told (사회보장급여법 제22조의2): one purpose-bound projection each, and nothing else.
create table watchers (
  person     text primary key,
  since      timestamptz not null,
  eligible   bytea,                          -- sealed: ids of services open to them when last looked at; null: not looked yet
  told       bytea,                          -- sealed: ids they were told of, so that no news comes twice
  looked_at  timestamptz
);

-- Applied for or received on this platform.
create table held (
  person   text not null,
  service  text not null,
  state    text not null,
  changed_at timestamptz not null,
  primary key (person, service)
);
