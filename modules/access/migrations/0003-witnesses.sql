-- Who is shown each head, to sign that the log keeps its past.
create table access.witnesses (
  name text primary key,
  url  text not null,
  key  text not null
);
