-- Questions nobody answered are cleared away at each new one; anyone may ask for one.
create index challenges_by_time on challenges (expires_at);
