-- Outside platforms, and who handed them in.
create table plugins.platforms (
  id         text primary key,
  owner      text not null,
  site       text not null,
  test_site  text not null,
  state      text not null check (state in ('new', 'plugged', 'unplugged')),
  reason     text,
  changed_at timestamptz not null
);

-- Every manifest that was handed in, never changed: what was reviewed is what is in force.
create table plugins.manifests (
  plugin       text not null references plugins.platforms (id),
  number       integer not null,
  hash         text not null check (length(hash) = 64),
  manifest     jsonb not null,
  state        text not null check (state in ('waiting', 'in-force', 'refused', 'replaced')),
  submitted_by text not null,
  submitted_at timestamptz not null,
  decided_by   text,
  decided_at   timestamptz,
  reason       text,
  primary key (plugin, number)
);
create unique index one_manifest_in_force on plugins.manifests (plugin) where state = 'in-force';

-- Services as the search shows them. `words`: all that is searched, in lower case.
create table plugins.services (
  plugin   text not null references plugins.platforms (id),
  position integer not null,
  id       text not null,
  item     jsonb not null,
  words    text not null,
  primary key (plugin, id)
);

-- What a person lets an outside platform do, until when.
create table plugins.links (
  person   text not null,
  id       text not null,
  plugin   text not null references plugins.platforms (id),
  agreed   jsonb not null,            -- ids of facts, kinds of notice, kinds of event; never values
  made_at  timestamptz not null,
  until    timestamptz not null,
  ended_at timestamptz,
  ended_by text check (ended_by in ('person', 'renewed', 'unplugged')),
  noted    boolean not null default true,   -- its end stands in the person's trace
  primary key (person, id)
);
create unique index one_link on plugins.links (person, plugin) where ended_at is null;
create index links_of_plugin on plugins.links (plugin) where ended_at is null;
create index ends_to_note on plugins.links (plugin) where not noted;

-- Which notices it has sent to whom: what a key has sent once, and how many in a day.
create table plugins.sent (
  person text not null,
  plugin text not null references plugins.platforms (id),
  key    text not null,
  kind   text not null,
  notice text not null,
  at     timestamptz not null,
  primary key (person, plugin, key)
);
create index sent_notices on plugins.sent (person, notice);

-- What a platform is told, in order, under an id that stays: kept so that it can be told again. `subject` is its own name of the person.
create table plugins.events (
  plugin       text not null references plugins.platforms (id),
  seq          bigint generated always as identity,
  id           text not null unique,
  key          text not null,
  kind         text not null,
  subject      text not null,
  data         jsonb not null,
  at           timestamptz not null,
  delivered_at timestamptz,
  primary key (plugin, seq),
  unique (plugin, key)
);
create index events_to_deliver on plugins.events (at) where delivered_at is null;

-- Of signed requests, for as long as a signature is fresh: each is taken once, by whichever process.
create table plugins.nonces (
  plugin text not null,
  nonce  text not null,
  at     timestamptz not null,
  primary key (plugin, nonce)
);
create index old_nonces on plugins.nonces (at);
