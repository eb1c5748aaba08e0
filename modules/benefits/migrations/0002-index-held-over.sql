-- `over`: refused, withdrawn or taken back; kept for some days only, so that an event that comes late does not bring it back.
create index held_over on held (changed_at) where state = 'over';
