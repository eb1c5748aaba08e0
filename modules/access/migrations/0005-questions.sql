-- "Why did you look?": asked by the person of the agency that looked, with the law's deadline. Texts are sealed under the person's key.
create table access.questions (
  subject     text not null,
  id          text not null,
  entry       text not null,
  agency      text,               -- null: of the platform itself
  asked_at    timestamptz not null,
  due_on      date not null,
  question    bytea not null,
  answer      bytea,
  answered_at timestamptz,
  answered_by text,
  primary key (subject, id),
  unique (subject, entry)
);
create index questions_open on access.questions (agency, due_on) where answered_at is null;
create index questions_by_id on access.questions (id);
