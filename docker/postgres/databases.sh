#!/bin/bash
# For each service a database, an owner that migrates it, and the service's own role, which reads and writes rows and
# creates nothing. Beside them one role for the audit, which reads all of them and writes nothing. Each role has a password of its own.
# Postgres runs this once, when it creates its data folder. To change passwords, set them and run it again:
#   docker compose up -d postgres && docker compose exec postgres bash /docker-entrypoint-initdb.d/databases.sh
set -eu

# Passwords are read from the environment: arguments can be read by every process.
sql() { psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --quiet --no-psqlrc "$@"; }

require() {
  for name in "$@"; do
    [ -n "${!name:-}" ] || { echo "databases.sh: $name is missing; each role has a password of its own" >&2; exit 1; }
  done
}

require AUDIT_PASSWORD
sql <<'SQL'
\getenv password AUDIT_PASSWORD
SELECT 'CREATE ROLE waybill_audit LOGIN' WHERE to_regrole('waybill_audit') IS NULL \gexec
ALTER ROLE waybill_audit PASSWORD :'password';
ALTER ROLE waybill_audit SET default_transaction_read_only = on;
SQL

for service in order inventory payment shipping notification analytics; do
  require "SERVICE_PASSWORD_${service^^}" "OWNER_PASSWORD_${service^^}"
  sql --set service="waybill_$service" --set owner="waybill_${service}_owner" \
    --set from="SERVICE_PASSWORD_${service^^}" --set owner_from="OWNER_PASSWORD_${service^^}" <<'SQL'
\getenv service_password :from
\getenv owner_password :owner_from
SELECT format('CREATE ROLE %I LOGIN', name) FROM unnest(ARRAY[:'service', :'owner']) name WHERE to_regrole(quote_ident(name)) IS NULL \gexec
ALTER ROLE :"owner" PASSWORD :'owner_password';
ALTER ROLE :"service" PASSWORD :'service_password';
SELECT format('CREATE DATABASE %I OWNER %I', :'service', :'owner')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service') \gexec
REVOKE CONNECT ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"service", waybill_audit;

\connect :"service"
SET ROLE :"owner";
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"service", waybill_audit;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"service";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO :"service";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO waybill_audit;
SQL
done
