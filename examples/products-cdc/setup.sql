-- By the owner of the order service's database, which has ALTER ROLE … REPLICATION.
CREATE PUBLICATION products FOR TABLE products;
-- The WAL has whole rows as they were, not their keys alone: a change of price needs the old one.
ALTER TABLE products REPLICA IDENTITY FULL;
-- From here on the server keeps the WAL for the reader. What was there before is not told.
SELECT pg_create_logical_replication_slot(current_database() || '_products', 'pgoutput');
