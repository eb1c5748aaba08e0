-- Registers number their events each for themselves: the same number of two registers is two events.
alter table exchange.events drop constraint events_pkey, add primary key (person, register, id);
