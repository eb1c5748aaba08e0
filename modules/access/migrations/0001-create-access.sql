-- One row a use of a person's facts. What happened is sealed with its salt under the person's key; the tree holds only `leaf`.
create table access.entries (
  subject    text not null,
  id         text not null,
  actor_kind text not null check (actor_kind in ('resident', 'official', 'system')),
  leaf       bytea not null check (octet_length(leaf) = 32),
  sealed     bytea not null,
  index      bigint,          -- place in the tree; null until the sequencer has appended it
  primary key (subject, id)
);
create index entries_by_actor on access.entries (subject, actor_kind, id);
create index entries_waiting on access.entries (id) where index is null;

-- Hashes of the tree (RFC 9162): written once, never changed.
create table access.nodes (
  level int not null,
  index bigint not null,
  hash  bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- Every head ever signed, so that the log cannot deny one.
create table access.heads (
  size      bigint primary key,
  root      bytea not null check (octet_length(root) = 32),
  note      text not null,
  key       text not null,
  signed_at timestamptz not null
);
