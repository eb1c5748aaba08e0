-- Documents issued to a person; what they say is sealed under the person's key.
create table wallet.documents (
  owner       text not null,
  id          text not null,
  key         text not null,
  number      text not null check (number ~ '^\d{16}$'),
  sealed      bytea not null,
  issued_at   timestamptz not null,
  valid_until date,
  revoked_at  timestamptz,
  primary key (owner, id),
  unique (owner, key)
);

-- The one way from a number, typed by a stranger, to a document: here a number is unique.
create table wallet.numbers (
  number text primary key,
  owner  text not null,
  id     text not null
);

-- PDFs, rendered once: the bytes that were handed out are the bytes that verify.
create table wallet.files (
  owner    text not null,
  id       text not null,
  language text not null,
  digest   bytea not null check (octet_length(digest) = 32),
  sealed   bytea not null,
  primary key (owner, id, language)
);
create index files_by_digest on wallet.files (digest);
