-- A negative priority is a place behind others and no delay: such a run stands later in its lane than now,
-- as a retry that is due later does, and may start all the same. An index of its own tells them apart without
-- a look at every retry. A run that has started has a place of the usual kind again.
ALTER TABLE "run"
ADD COLUMN "low_order" TIMESTAMPTZ(3) GENERATED ALWAYS AS (
  CASE WHEN "status" = 'QUEUED' AND "needed_machine" IS NULL AND "started_at" IS NULL AND "priority_ms" < 0
    THEN "queue_order" END
) STORED;

CREATE INDEX "run_lane_low" ON "run" ("environment_id", "queue_name", "concurrency_key", "low_order", "id")
  WHERE "low_order" IS NOT NULL;
