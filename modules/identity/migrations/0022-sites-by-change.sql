-- Every process remembers sites until they change: `changed` is the transaction that changed one, 0 for those that never did.
alter table identity.sites add column changed xid8 not null default '0';
create index sites_by_change on identity.sites (changed);
create function identity.note_change() returns trigger language plpgsql as $$
begin
  new.changed := pg_current_xact_id();
  return new;
end $$;
create trigger sites_note_change before update on identity.sites for each row execute function identity.note_change();
