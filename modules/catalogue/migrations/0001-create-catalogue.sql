-- One definition as it was published, for ever: the hash is the SHA-256 of `body`, its canonical JSON (RFC 8785).
create table versions (
  number       int generated always as identity primary key,
  kind         text not null,
  id           text not null,
  hash         bytea not null check (length(hash) = 32),
  body         text not null,
  published_at timestamptz not null,
  unique (kind, id, hash)
);
create index versions_by_hash on versions (hash);

-- Everything that was in force together, in the order of the pack's files.
create table releases (
  number       int generated always as identity primary key,
  id           text not null unique,
  versions     int[] not null,
  published_at timestamptz not null
);

-- Which release was put in force when, and from which files; the last one counts.
create table publications (
  number       int generated always as identity primary key,
  release      text not null references releases (id),
  files_hash   text not null,
  published_at timestamptz not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was published stays as it is (%)', tg_table_name;
end $$;
create trigger versions_stay before update or delete on versions for each row execute function refuse_change();
create trigger releases_stay before update or delete on releases for each row execute function refuse_change();
create trigger publications_stay before update or delete on publications for each row execute function refuse_change();

-- Official texts of services, brought in by the importer, by the part of the source that said them.
create table texts (
  service    text primary key,
  source     text not null,
  fetched_at timestamptz not null,
  listed     jsonb,                          -- serviceList, or a record of a file
  detail     jsonb,                          -- serviceDetail
  conditions jsonb,                          -- supportConditions: ages and codes
  purpose    text                            -- one sentence, searched together with the title
);

-- How far an import has come; a run that broke goes on from here.
create table imports (
  source      text primary key,
  part        text not null,                 -- list | detail | conditions | changed | lines
  next        int not null,                  -- page or line to read next
  since       text,                          -- changes since this mark of the source; null: everything
  newest      text,                          -- newest mark seen, for the next run
  counts      jsonb not null,
  started_at  timestamptz not null,
  finished_at timestamptz
);
create table import_queue (                  -- changed services whose details are still to be fetched
  source  text not null,
  service text not null,
  primary key (source, service)
);
create table import_refusals (
  source  text not null,
  number  int generated always as identity,
  service text not null,
  why     text not null,
  primary key (source, number)
);
