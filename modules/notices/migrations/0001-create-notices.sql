-- What a notice says is sealed under its reader's key; times and the case stand open, for lists and counts.
create table notices.notices (
  recipient    text not null,
  id           text not null,
  key          text not null,
  case_id      text,
  sealed       bytea not null,
  sent_at      timestamptz not null,
  delivered_at timestamptz,          -- in the reader's box: the legal date
  opened_at    timestamptz,          -- first opening, never changed
  primary key (recipient, id),
  unique (recipient, key),
  check (opened_at is null or delivered_at is not null)
);
create index notices_of_case on notices.notices (recipient, case_id, id) where case_id is not null;
create index notices_unread on notices.notices (recipient) where opened_at is null;
