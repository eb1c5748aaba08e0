-- Who investigates crimes in the work of an agency.
alter table officials drop constraint officials_roles_check;
alter table officials add constraint officials_roles_check
  check (roles <@ array['caseworker', 'approver', 'privacy-officer', 'administrator', 'rule-author', 'rule-approver', 'policy-analyst', 'investigator']);
