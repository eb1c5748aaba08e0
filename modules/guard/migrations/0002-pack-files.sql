-- What the country pack itself brought: its files as they were, before what pages had changed was laid over them.
alter table guard.versions add column pack jsonb;
