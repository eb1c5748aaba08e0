-- Every look of an official at a person's facts, as it was judged before it was allowed; rows are kept for 90 days.
create table access.looks (
  subject  text not null,
  id       text not null,
  official text not null,
  name     text not null,
  agency   text,
  at       timestamptz not null,
  case_id  text,
  duty     text not null,
  score    smallint not null,
  verdict  text not null check (verdict in ('allow', 'ask', 'block')),
  reasons  text[] not null,
  -- What the official stated; null: nothing was asked or nothing said.
  stated   text,
  -- What the privacy officer made of it.
  review   text check (review in ('justified', 'abuse')),
  reviewed_by text,
  note     text,
  primary key (subject, id)
);
create index looks_by_official on access.looks (official, at);
create index looks_by_id on access.looks (id);
create index looks_to_review on access.looks (at) where verdict <> 'allow' and review is null;

-- Private ties that officials declare (이해충돌방지법 제5조) or their agency knows of.
create table access.ties (
  subject  text not null,
  official text not null,
  kind     text not null check (kind in ('self', 'family', 'neighbour', 'colleague', 'former-partner')),
  primary key (subject, official)
);

-- People whose facts tempt: famous, or protected from somebody.
create table access.guarded (
  subject text primary key,
  kind    text not null check (kind in ('public-figure', 'protected'))
);
