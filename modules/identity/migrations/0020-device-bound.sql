-- Was the session shown by a key that cannot leave its device? A synced passkey can.
alter table sessions add column device_bound boolean not null default false;
