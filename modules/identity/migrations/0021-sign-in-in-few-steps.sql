-- A code or token knows the provider's session it came of: all three are read together.
alter table identity.records add column session_key bytea;

-- Questions to authenticators that were answered, until they would have expired: nobody answers one twice.
create table identity.answered (
  question   bytea primary key,              -- SHA-256 of the challenge
  expires_at timestamptz not null
);
create index answered_by_time on identity.answered (expires_at);
