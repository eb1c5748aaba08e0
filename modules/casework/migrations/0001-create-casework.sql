-- Numbers of one day: more than a million applications a day would wrap and be caught by the unique key, then drawn again.
create sequence receipt_numbers maxvalue 999999 cycle;

-- One row a case: where it stands now. What happened, and so what is true, is in case_events.
create table cases (
  person          text not null,               -- the distribution key: first in every key of a person's table
  id              text not null,
  receipt_number  text not null unique,        -- what a person quotes on the telephone
  service         text not null,
  service_version text not null,               -- pinned: decided by the definition it was made under
  release         text not null,
  office          text not null,
  state           text not null,
  clock_state     text not null check (clock_state in ('run', 'pause', 'stop')),
  is_ended        boolean not null,
  version         int not null,
  submitted_at    timestamptz not null,
  due_at          timestamptz,                 -- copy for the list; the truth is counted from the events
  decided_at      timestamptz,
  draft           text,                        -- the draft it came from: one draft is one case
  key             text not null,               -- Idempotency-Key: one key is one case
  only_open       text,                        -- the service, while a second open case of it is refused
  assignee        text,
  proposed_by     text,
  outcome         text,                        -- the rules' reading, for the list
  waiting_for     text[] not null default '{}',
  needs_applicant boolean not null default false,
  look_at         timestamptz,                 -- when the platform must look by itself, at the latest
  head            bytea not null,              -- hash of the last event
  sealed          bytea,                       -- facts, needs, assessment, proposal, decision
  primary key (person, id),
  unique (person, key),
  unique (person, draft),
  unique (person, only_open)
);
create unique index cases_by_id on cases (id);
create index cases_of_office on cases (office, is_ended, due_at);
create index cases_to_look_at on cases (look_at) where look_at is not null;

-- Everything that happened to a case; a row is never changed and never removed, and each holds the hash of the one before.
create table case_events (
  person     text not null,
  case_id    text not null,
  seq        int not null,
  at         timestamptz not null,
  action     text not null,
  from_state text,
  to_state   text not null,
  extends    boolean not null default false,   -- the period was extended
  actor      text not null check (actor in ('applicant', 'official', 'system')),
  official   text,
  key        text,                             -- the act's key: acts once
  sealed     bytea,                            -- application, reasons, forms
  hash       bytea not null,
  primary key (person, case_id, seq),
  unique (person, case_id, key)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'case_events is only added to';
end $$;
create trigger case_events_stay before update or delete on case_events for each row execute function refuse_change();
create trigger case_events_stay_all before truncate on case_events for each statement execute function refuse_change();

-- What a person is filling in: one open draft a person and service.
create table drafts (
  person          text not null,
  service         text not null,
  id              text not null,
  service_version text not null,
  release         text not null,
  saved_at        timestamptz not null,
  expires_at      timestamptz not null,
  sealed          bytea not null,
  primary key (person, service)
);
create index drafts_expiring on drafts (expires_at);

-- Files of a draft stay with it by its id when it becomes a case.
create table attachments (
  person   text not null,
  id       text not null,
  owner    text not null,                      -- draft or case
  need     text not null,
  media    text not null,
  bytes    int not null,
  added_at timestamptz not null,
  name     bytea not null,                     -- sealed
  sealed   bytea not null,                     -- the content
  primary key (person, id)
);
create index attachments_of_owner on attachments (person, owner);

-- Orders to pay; the payout itself belongs to the payments module.
create table payment_orders (
  person     text not null,
  case_id    text not null,
  output     text not null,
  service    text not null,
  ordered_at timestamptz not null,
  sealed     bytea not null,                   -- amount, account, first month
  primary key (person, case_id, output)
);
