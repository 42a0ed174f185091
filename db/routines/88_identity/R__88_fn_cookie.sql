create or replace function ems.fn_cookie(p_name text, p_value text, p_path text, p_life interval, p_readable boolean) returns jsonb
language sql stable parallel safe security invoker
return jsonb_build_object('Set-Cookie', concat_ws('; ', p_name || '=' || p_value, 'Path=' || p_path, 'Max-Age=' || floor(extract(epoch from p_life))::text, 'SameSite=Strict',
  case when not p_readable then 'HttpOnly' end,
  case when nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-ems-client-scheme' = 'https' then 'Secure' end));
comment on function ems.fn_cookie(text, text, text, interval, boolean) is 'A Set-Cookie header of an answer: SameSite=Strict, HttpOnly unless the page must read it, Secure where the browser came by HTTPS.';
