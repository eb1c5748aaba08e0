-- Whoever is registered as the representative of a company acts as its organ (상법 제389조), and lets others act for it.
alter table identity.mandates drop constraint mandates_relation_check;
alter table identity.mandates add constraint mandates_relation_check
  check (relation in ('mother', 'father', 'representative'));
alter table identity.mandates drop constraint mandates_source_check;
alter table identity.mandates add constraint mandates_source_check
  check (source in ('family-register', 'guardian-register', 'company-register', 'company', 'counter', 'person'));
drop index identity.one_family_mandate;
create unique index one_registered_mandate on identity.mandates (represented, representative)
  where source in ('family-register', 'company-register') and ended_at is null;
