-- Swept empty at night and made small, the table would have next morning's statements planned as if it stayed empty: each would then read
-- all of it, until it is looked at anew.
alter table identity.records set (vacuum_truncate = off);
