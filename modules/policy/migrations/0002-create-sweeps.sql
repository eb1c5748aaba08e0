-- A comparison over a population that workers on any number of machines share out among themselves, shard by shard.
create table sweeps (
  id            text primary key,              -- hash of the task: question, people and code
  created_at    timestamptz not null,
  task          text not null                  -- JSON, to the byte: it is compared
);

-- Who holds a shard, and what was reported of it. Reports are aggregates; nobody's row is kept.
create table sweep_shards (
  sweep         text not null references sweeps (id) on delete cascade,
  shard         text not null,
  owner         text,                          -- a random name for each worker
  leased_until  timestamptz,                   -- by this database's clock; past: free again
  report        bytea,                         -- JSON, zstd; the first one stays
  primary key (sweep, shard)
);
