-- Runs of the same idempotency key, also after it was released. By a hash: keys may be longer than an index takes.
CREATE INDEX "run_same_key" ON "run" ("environment_id", "task_slug", hashtextextended("idempotency_options" ->> 'key', 0), "id")
  WHERE "idempotency_options" IS NOT NULL;
