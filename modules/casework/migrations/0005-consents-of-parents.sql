-- Parents answer too, and nobody is waited for who is not counted with the applicant any more.
alter table consents drop constraint consents_role_check;
alter table consents add constraint consents_role_check check (role in ('spouse', 'members', 'parents'));
alter table consents drop constraint consents_state_check;
alter table consents add constraint consents_state_check
  check (state in ('asked', 'given', 'refused', 'withdrawn', 'not-needed'));
