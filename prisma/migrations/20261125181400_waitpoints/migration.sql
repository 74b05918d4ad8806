-- CreateEnum
CREATE TYPE "waitpoint_status" AS ENUM ('WAITING', 'COMPLETED', 'TIMED_OUT');

-- CreateTable
CREATE TABLE "waitpoint" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "status" "waitpoint_status" NOT NULL DEFAULT 'WAITING',
    "tags" TEXT[],
    "idempotency_key" TEXT,
    "idempotency_expires_at" TIMESTAMPTZ(3),
    "request_key" TEXT,
    "timeout_at" TIMESTAMPTZ(3),
    "output" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "waitpoint_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "waitpoint_environment_id_id_idx" ON "waitpoint"("environment_id", "id");

-- AddForeignKey
ALTER TABLE "waitpoint" ADD CONSTRAINT "waitpoint_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "waitpoint" ADD CONSTRAINT "waitpoint_completed_check"
    CHECK (("status" = 'WAITING') = ("completed_at" IS NULL));
CREATE UNIQUE INDEX "waitpoint_idempotency_key" ON "waitpoint" ("environment_id", "idempotency_key") WHERE "idempotency_key" IS NOT NULL;
CREATE UNIQUE INDEX "waitpoint_request_key" ON "waitpoint" ("environment_id", "request_key") WHERE "request_key" IS NOT NULL;
CREATE INDEX "waitpoint_timeout" ON "waitpoint" ("timeout_at") WHERE "status" = 'WAITING' AND "timeout_at" IS NOT NULL;
CREATE INDEX "waitpoint_waiting" ON "waitpoint" ("environment_id", "id") WHERE "status" = 'WAITING';
CREATE INDEX "waitpoint_tags" ON "waitpoint" USING gin ("tags");
-- For retention: the oldest that wait no longer.
CREATE INDEX "waitpoint_completed" ON "waitpoint" ("completed_at") WHERE "completed_at" IS NOT NULL;
-- Which runs wait for a token, or have waited: their journals refer to it.
CREATE INDEX "run_wait_token" ON "run_wait" ("waits_for") WHERE "kind" = 'TOKEN';
