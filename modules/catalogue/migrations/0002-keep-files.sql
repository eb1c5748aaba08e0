-- The files that each publication was made from, kept by their content: what is edited on a page is the text as it was written.
create table files (
  hash bytea primary key check (length(hash) = 32),
  text text not null
);
create table publication_files (
  publication int not null references publications (number),
  path        text not null,
  hash        bytea not null references files (hash),
  primary key (publication, path)
);

-- Files that officials published by a page. They are laid over those of the folder, at every start.
create table amendments (
  path        text primary key,
  hash        bytea not null references files (hash),
  publication int not null references publications (number)
);

create trigger files_stay before update or delete on files for each row execute function refuse_change();
create trigger publication_files_stay before update or delete on publication_files for each row execute function refuse_change();
