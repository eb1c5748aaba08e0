-- Hashes of the tree, 256 of one height side by side: height 8 * n holds the tiles of level n, height -1 the commitments that
-- leaves are made of. Kept uncompressed and out of line, so that one hash is read without the others.
create table access.strips (
  height int not null check (height between -1 and 63),
  index  bigint not null,
  hashes bytea not null check (octet_length(hashes) % 32 = 0 and octet_length(hashes) between 32 and 8192),
  primary key (height, index)
);
alter table access.strips alter column hashes set storage external;
insert into access.strips (height, index, hashes)
select level, index / 256, string_agg(hash, ''::bytea order by index) from access.nodes group by level, index / 256;
drop table access.nodes;

-- The leaf is SHA-256(0x00 || commitment). Rows from before keep their leaf alone.
alter table access.entries alter column leaf drop not null;
alter table access.entries add column commitment bytea check (octet_length(commitment) = 32);
alter table access.entries add constraint entries_committed check (leaf is not null or commitment is not null);

-- Until then the law keeps the entry from the person it is about (개인정보 보호법 제35조제4항); null: never kept from them.
alter table access.entries add column opens_at timestamptz;
-- How much the entry deserves a look: 0 routine, more is more.
alter table access.entries add column attention smallint not null default 0;
update access.entries set attention = 10 where actor_kind = 'official';
create index entries_by_attention on access.entries (subject, attention desc, id desc) where attention > 0;

-- What witnesses have signed of a head, and when.
create table access.cosignatures (
  size      bigint not null references access.heads (size),
  witness   text not null,
  line      text not null,
  signed_at timestamptz not null,
  primary key (size, witness)
);
