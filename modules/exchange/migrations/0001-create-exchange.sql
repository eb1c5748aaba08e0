-- What a register answered about a person, with its signature: sealed under the person's key.
create table exchange.receipts (
  person   text not null,
  id       text not null,
  register text not null,
  at       timestamptz not null,
  digest   bytea not null check (octet_length(digest) = 32),   -- SHA-256 of the signed answer
  sealed   bytea not null,
  primary key (person, id)
);

-- Changes that a register has entered: the same key is entered once.
create table exchange.changes (
  person   text not null,
  key      text not null,
  register text not null,
  receipt  text not null,
  primary key (person, key)
);

-- Events taken from registers: the same event is told once.
create table exchange.events (
  person   text not null,
  id       text not null,
  register text not null,
  taken_at timestamptz not null,
  primary key (person, id)
);

-- How far each register's journal has been read.
create table exchange.cursors (
  register text primary key,
  journal  text not null,
  next     bigint not null
);
