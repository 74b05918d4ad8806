-- What a queue or key has started, slice by slice, in place of one window that begins anew.
ALTER TABLE "rate_window" DROP CONSTRAINT "rate_window_pkey",
ADD COLUMN "is_full" BOOLEAN NOT NULL DEFAULT false;

UPDATE "rate_window" SET "is_full" = "used" >= "limit";

ALTER TABLE "rate_window" DROP COLUMN "limit",
ADD CONSTRAINT "rate_window_pkey" PRIMARY KEY ("environment_id", "queue_name", "concurrency_key", "ends_at");

-- An admission asks whether there is any.
CREATE INDEX "rate_window_full" ON "rate_window" ("environment_id", "ends_at") WHERE "is_full";
