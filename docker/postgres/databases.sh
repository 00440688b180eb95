#!/bin/bash
# For each service a database, an owner that migrates it, and the service's own role, which reads and writes rows and
# creates nothing. Beside them one role for the audit, which reads all of them and writes nothing. Postgres runs this once, when
# it creates its data folder.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --quiet --set password="$AUDIT_PASSWORD" <<'SQL'
CREATE ROLE waybill_audit LOGIN PASSWORD :'password';
ALTER ROLE waybill_audit SET default_transaction_read_only = on;
SQL

for service in order inventory payment shipping notification analytics; do
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --quiet \
    --set service="waybill_$service" --set owner="waybill_${service}_owner" \
    --set service_password="$SERVICE_PASSWORD" --set owner_password="$OWNER_PASSWORD" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"service" LOGIN PASSWORD :'service_password';
CREATE DATABASE :"service" OWNER :"owner";
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
