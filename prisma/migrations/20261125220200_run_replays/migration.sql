-- Replays of a run, for its page. Few runs are replays, and the column never changes: others are not written to it.
CREATE INDEX "run_replays" ON "run" ("replayed_from_run_id", "id") WHERE "replayed_from_run_id" IS NOT NULL;
