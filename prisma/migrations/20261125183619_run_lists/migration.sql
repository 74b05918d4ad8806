-- Lists of runs by what few runs have in common. A run is written to an index of all runs three times
-- (insert, admission, end), to one of ended runs once: what is not over yet is found by the queue's own
-- indexes. The columns that are computed keep the start of an attempt off every index.
ALTER TABLE "run"
ADD COLUMN "is_suspended" BOOLEAN GENERATED ALWAYS AS (
  CASE WHEN "status" = 'WAITING' THEN true END
) STORED,
ADD COLUMN "ended_deployment_id" UUID GENERATED ALWAYS AS (
  CASE WHEN "finished_at" IS NOT NULL THEN "deployment_id" END
) STORED;

CREATE INDEX "run_suspended" ON "run" ("environment_id", "id") WHERE "is_suspended";
CREATE INDEX "run_delayed_of" ON "run" ("environment_id", "id") WHERE "due_at" IS NOT NULL;
CREATE INDEX "run_ended_queue" ON "run" ("environment_id", "queue_name", "id") WHERE "finished_at" IS NOT NULL;
CREATE INDEX "run_ended_key" ON "run" ("environment_id", "concurrency_key", "id")
  WHERE "finished_at" IS NOT NULL AND "concurrency_key" <> '';
CREATE INDEX "run_ended_version" ON "run" ("environment_id", "ended_deployment_id", "id")
  WHERE "ended_deployment_id" IS NOT NULL;
-- The default machine is no way to narrow anything down.
CREATE INDEX "run_ended_machine" ON "run" ("environment_id", "machine", "id")
  WHERE "finished_at" IS NOT NULL AND "machine" <> 'small-1x';
CREATE INDEX "run_test" ON "run" ("environment_id", "id") WHERE "is_test";
CREATE INDEX "run_ended_tags" ON "run" USING gin ("tags") WHERE "finished_at" IS NOT NULL;
CREATE INDEX "run_queued" ON "run" ("environment_id", "id") WHERE "lane_order" IS NOT NULL;
