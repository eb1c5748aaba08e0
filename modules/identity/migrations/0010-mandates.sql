-- Who may act for whom, how far and how long. The name of the person acted for is sealed under their key.
create table identity.mandates (
  represented    text not null,
  id             text not null,
  representative text,            -- null until the code was taken up
  kind           text not null check (kind in ('parent', 'guardian', 'delegate', 'helper')),
  relation       text check (relation in ('mother', 'father')),
  source         text not null check (source in ('family-register', 'guardian-register', 'company', 'counter', 'person')),
  name           bytea,
  services       text[],          -- null: all
  facts          text[],          -- null: all
  code_hash      bytea unique,
  code_until     timestamptz,
  given_at       timestamptz not null,
  ends_at        timestamptz,
  ended_at       timestamptz,
  ended_by       text,
  primary key (represented, id)
);
create index mandates_by_representative on identity.mandates (representative) where ended_at is null;
create unique index one_family_mandate on identity.mandates (represented, representative)
  where source = 'family-register' and ended_at is null;

-- Under which mandate a session acts; null: for oneself.
alter table identity.sessions add column acting text;
