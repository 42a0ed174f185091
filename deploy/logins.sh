#!/bin/sh
# Run once by the database's image, when it makes its data directory: who logs in. What the roles may do is the migrations' business (db/routines/99_grant).
set -eu
psql -X -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v worker="$EMS_WORKER_PASSWORD" -v api="$EMS_API_PASSWORD" <<'SQL'
create role ems_worker nologin;
create role ems_login login password :'worker' in role ems_worker;
create role authenticator noinherit login password :'api';
SQL
