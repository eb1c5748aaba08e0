-- What was taken of limits on tries, by each process in a second, for the others to read; of some seconds only, and lost with the database.
create unlogged table kernel.tries (
  id      bigint generated always as identity primary key,
  process text not null,
  at      timestamptz not null default now(),
  sums    jsonb not null                      -- by the name of a limit and by network
);
