-- Organisations that may be sent to, and their keys.
create table mydata.receivers (
  id            text primary key,
  details       jsonb not null,
  state         text not null check (state in ('waiting', 'allowed', 'refused', 'stopped')),
  registered_by text not null,
  registered_at timestamptz not null,
  decided_by    text,
  decided_at    timestamptz,
  note          text
);

-- What a person has sent to whom, until when.
create table mydata.transfers (
  person   text not null,
  id       text not null,
  key      text not null,
  receiver text not null references mydata.receivers (id),
  bundle   text not null,
  facts    text[] not null,          -- as the bundle was on that day: a later definition sends no more than was agreed
  every    text check (every in ('P1D', 'P7D', 'P1M')),
  given_at timestamptz not null,
  until    date not null,
  ended_at timestamptz,
  primary key (person, id),
  unique (person, key)
);

-- Whose a transfer is: a receiver knows its id and not the person.
create table mydata.owners (
  transfer text primary key,
  person   text not null
);

-- What was handed over. The last one is kept as it was sent (encrypted to the receiver) so that asking again costs nobody anything.
create table mydata.deliveries (
  person   text not null,
  transfer text not null,
  seq      integer not null,
  at       timestamptz not null,
  facts    integer not null,
  missing  integer not null,
  digest   bytea not null check (octet_length(digest) = 32),
  jwe      text,
  primary key (person, transfer, seq)
);

-- What each receiver used, by day, without any person: for the bill (전자정부법 제44조).
create table mydata.usage (
  receiver   text not null references mydata.receivers (id),
  day        date not null,
  deliveries integer not null,
  facts      integer not null,
  bytes      bigint not null,
  primary key (receiver, day)
);
