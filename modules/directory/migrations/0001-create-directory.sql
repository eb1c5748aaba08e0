-- Officials who may work here. Areas and agencies are definitions and stand in the catalogue.
create table officials (
  id      text primary key,                  -- off_…
  name    text not null check (name <> ''),
  office  text not null,                     -- area or agency code
  agency  text not null,
  roles   text[] not null check (roles <@ array['caseworker', 'approver', 'privacy-officer', 'administrator'])
);
create index officials_by_office on officials (office);
