-- Each delivery behind a receiver's bill is found by the receiver.
create index transfers_by_receiver on mydata.transfers (receiver, id);
