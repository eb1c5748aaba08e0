-- By which mandate somebody else ordered it: what is sent by it ends with it. Null: the person themselves.
alter table mydata.transfers add column mandate text;
