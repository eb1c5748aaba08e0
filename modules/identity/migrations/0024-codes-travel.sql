-- Codes travel sealed with the site: what is kept is that one was used, until it would have been too old anyhow.
create table identity.used_codes (
  code       bytea primary key,              -- SHA-256
  expires_at timestamptz not null
);
create index used_codes_by_time on identity.used_codes (expires_at);
