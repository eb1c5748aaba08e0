-- How a file that officials published stands in the pack's folder, so that people can see where the two differ; null: it is not there.
alter table amendments add column folder_hash bytea references files (hash);
