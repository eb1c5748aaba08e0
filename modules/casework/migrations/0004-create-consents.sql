-- Whose own consent an application takes besides the applicant's: once an application and person.
create table consents (
  person      text not null,                   -- the applicant
  case_id     text not null,
  id          text not null,
  subject     text not null,                   -- what the register that named them calls them
  role        text not null check (role in ('spouse', 'members')),
  asked       text,                            -- the person, where they have an account; null: on paper only
  state       text not null check (state in ('asked', 'given', 'refused', 'withdrawn')),
  asked_at    timestamptz not null,
  until       timestamptz not null,            -- the wish for an answer ends
  given_at    timestamptz,
  decided_at  timestamptz,
  valid_until timestamptz,
  is_paper    boolean not null default false,
  sealed      bytea not null,                  -- name, and what was handed in on paper
  primary key (person, case_id, id),
  unique (person, case_id, subject)
);

-- Where the one who is asked finds it.
create table consent_wishes (
  asked   text not null,
  id      text not null,
  person  text not null,
  case_id text not null,
  primary key (asked, id)
);
