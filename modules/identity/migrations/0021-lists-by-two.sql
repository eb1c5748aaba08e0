-- A list of states vouches for passports once a second official has confirmed it. What took effect before stays so.
alter table passport_lists add column confirmed_by text, add column confirmed_at timestamptz;
update passport_lists set confirmed_by = loaded_by, confirmed_at = loaded_at;
