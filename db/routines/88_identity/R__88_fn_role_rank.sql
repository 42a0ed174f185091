create or replace function ems.fn_role_rank(p_role text) returns integer
language sql immutable parallel safe strict security invoker
return array_position(array['guest', 'operator', 'installer', 'admin'], regexp_replace(p_role, '^ems_', ''));
comment on function ems.fn_role_rank(text) is 'What a role is worth, with or without ems_ before it: guest 1, operator 2, installer 3, admin 4; NULL for any other.';
