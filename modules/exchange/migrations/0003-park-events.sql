-- What stood in a register's feed and could not be read: put aside for whoever looks into it, so that the feed goes on.
create table exchange.parked_events (
  register  text not null,
  journal   text not null,
  next      bigint not null,       -- where the answer that held it ended
  place     int not null,          -- its place in that answer
  why       text not null,         -- the fields that do not fit
  sealed    bytea not null,        -- sealed under a key of the register: it may say anything
  parked_at timestamptz not null,
  primary key (register, journal, next, place)
);
