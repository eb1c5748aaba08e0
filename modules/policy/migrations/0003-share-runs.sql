-- What a run counts is shared out like a sweep; only those who know how to count it take its shards. Gone when the run is done.
alter table sweeps add column is_run boolean not null default false;
