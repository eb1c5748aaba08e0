-- What the rules think of a person and which registers are asked about them stand sealed in `sealed`; the clear copies go.
alter table cases drop column outcome, drop column waiting_for;
-- The case says for which service it is.
alter table payment_orders drop column service;
