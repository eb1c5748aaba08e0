-- What both the author and others had changed when a draft was put on what was in force: [{ file, part, before, mine, theirs }].
alter table draft_events add column conflicts jsonb not null default '[]';
