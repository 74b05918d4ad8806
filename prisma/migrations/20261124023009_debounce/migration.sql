ALTER TABLE "run"
ADD COLUMN "debounce_key" TEXT;
ALTER TABLE "run"
ADD COLUMN "open_debounce_key" TEXT GENERATED ALWAYS AS (
  CASE WHEN "status" IN ('DELAYED', 'PENDING_VERSION') THEN "debounce_key" END
) STORED;

CREATE UNIQUE INDEX "run_debounce_key" ON "run" ("environment_id", "task_slug", "open_debounce_key")
  WHERE "open_debounce_key" IS NOT NULL;
