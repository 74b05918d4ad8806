-- Events go with their runs, a slice at a time: a fifth of the table is too much to wait for.
ALTER TABLE "run_event" SET (autovacuum_vacuum_scale_factor = 0.05);
