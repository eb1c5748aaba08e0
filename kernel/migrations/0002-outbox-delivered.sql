-- Delivered events are forgotten after a while; this finds them.
create index outbox_delivered on kernel.outbox (delivered_at) where delivered_at is not null;
