-- Whose journals refer to a token, a run or a batch: waits that are over as well. It does what the narrower one did.
CREATE INDEX "run_wait_reference" ON "run_wait" ("waits_for") WHERE "waits_for" IS NOT NULL;
DROP INDEX "run_wait_token";
-- The items of batches that an idempotency key has led to a run.
CREATE INDEX "batch_exception_run" ON "batch_exception" ("run_id") WHERE "run_id" IS NOT NULL;
