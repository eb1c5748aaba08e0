-- Members of the exchange as they were let in, and the newest list of them as gateways read it.
create table members (
  id         text primary key,           -- KR/GOV/1741000
  entry      jsonb not null,
  changed_at timestamptz not null
);
create table member_list (
  one         boolean primary key default true check (one),
  number      int not null,
  note        text not null,
  issued_at   timestamptz not null,
  valid_until timestamptz not null
);
insert into member_list (number, note, issued_at, valid_until) values (0, '', 'epoch', 'epoch');
