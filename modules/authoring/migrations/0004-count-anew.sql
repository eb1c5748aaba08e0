-- Effects are counted by the what-if of policy over all its people now, with margins; what five thousand people gave says nothing beside it.
update drafts set effect = null where not (effect -> 'counted' ? 'result');
update publications set effect = null where not (effect ? 'result');
