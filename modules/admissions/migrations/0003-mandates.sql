-- Who acts for whom by what a court or a counter says is entered by two as well.
alter table admissions.proposals drop constraint proposals_kind_check;
alter table admissions.proposals add constraint proposals_kind_check
  check (kind in ('member', 'member-keys', 'member-leaves', 'private-id', 'wallet-issuers', 'mandate'));
