-- A receipt is 2 to 4 KB of sealed bytes: packing them is in vain, and a second table for them costs as much as the row.
alter table exchange.receipts alter column sealed set storage external;
alter table exchange.receipts set (toast_tuple_target = 8160);
