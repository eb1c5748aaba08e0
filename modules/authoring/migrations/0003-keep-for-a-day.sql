-- Approved today, in force from a later day (시행일): kept until then.
alter table drafts drop constraint drafts_state_check;
alter table drafts add constraint drafts_state_check
  check (state in ('open', 'submitted', 'returned', 'scheduled', 'published', 'discarded'));
alter table drafts add column effective_from date;
