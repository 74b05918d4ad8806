-- Lookups by an event's or attempt's own id alone do not exist, so the run's id comes first in their
-- keys, and one index each does the work of two.
DROP INDEX "attempt_run_id_number_key";
DROP INDEX "run_event_run_id_id_idx";
ALTER TABLE "attempt" DROP CONSTRAINT "attempt_pkey",
ADD CONSTRAINT "attempt_pkey" PRIMARY KEY ("run_id", "number");
ALTER TABLE "run_event" DROP CONSTRAINT "run_event_pkey",
ADD CONSTRAINT "run_event_pkey" PRIMARY KEY ("run_id", "id");

-- What executes on a worker is found among all that executes, which is never many.
DROP INDEX "attempt_of_worker";

-- The queue's state in columns of its own, computed by the database. Postgres writes an update to
-- every index of a table as soon as it changes a column that any index mentions, its predicate
-- included. With the status in their predicates every step of a run was such an update. Now only those
-- steps are that enter or leave an index, and a start is none of them.
DROP INDEX "run_parked", "run_lane", "run_slot", "run_delayed", "run_expiring", "run_ended_badly";

ALTER TABLE "run"
ADD COLUMN "needed_machine" TEXT;
ALTER TABLE "run"
ADD COLUMN "lane_order" TIMESTAMPTZ(3) GENERATED ALWAYS AS (
  CASE WHEN "status" = 'QUEUED' AND "needed_machine" IS NULL THEN "queue_order" END
) STORED,
ADD COLUMN "holds_slot" BOOLEAN GENERATED ALWAYS AS (
  CASE WHEN "status" IN ('DEQUEUED', 'EXECUTING') THEN true END
) STORED,
ADD COLUMN "due_at" TIMESTAMPTZ(3) GENERATED ALWAYS AS (
  CASE WHEN "status" = 'DELAYED' THEN "delay_until" END
) STORED,
ADD COLUMN "unstarted_expires_at" TIMESTAMPTZ(3) GENERATED ALWAYS AS (
  CASE WHEN "status" IN ('QUEUED', 'PENDING_VERSION') AND "started_at" IS NULL THEN "expires_at" END
) STORED,
ADD COLUMN "is_parked" BOOLEAN GENERATED ALWAYS AS (
  CASE WHEN "status" = 'PENDING_VERSION' THEN true END
) STORED,
ADD COLUMN "bad_end" "run_status" GENERATED ALWAYS AS (
  CASE WHEN "status" IN ('FAILED', 'CANCELED', 'CRASHED', 'TIMED_OUT', 'EXPIRED', 'SYSTEM_FAILURE') THEN "status" END
) STORED;

-- The queue. A lane is one concurrency key of one queue, and its oldest run is the first entry.
CREATE INDEX "run_lane" ON "run" ("environment_id", "queue_name", "concurrency_key", "lane_order", "id")
  WHERE "lane_order" IS NOT NULL;
-- Slots in use are counted here, from committed rows.
CREATE INDEX "run_slot" ON "run" ("environment_id", "queue_name", "concurrency_key") WHERE "holds_slot";
CREATE INDEX "run_delayed" ON "run" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "run_expiring" ON "run" ("unstarted_expires_at") WHERE "unstarted_expires_at" IS NOT NULL;
CREATE INDEX "run_parked" ON "run" ("environment_id", "id") WHERE "is_parked";
-- Beside their lanes, until a worker comes that is large enough.
CREATE INDEX "run_needs_machine" ON "run" ("needed_machine", "id") WHERE "needed_machine" IS NOT NULL;
-- Lists filtered by an ending other than success. Successes are common enough for the plain index.
CREATE INDEX "run_ended_badly" ON "run" ("environment_id", "bad_end", "id") WHERE "bad_end" IS NOT NULL;
