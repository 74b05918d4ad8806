-- CreateEnum
CREATE TYPE "schedule_type" AS ENUM ('DECLARATIVE', 'IMPERATIVE');

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "schedule_id" UUID;

-- CreateTable
CREATE TABLE "schedule" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "task_slug" TEXT NOT NULL,
    "type" "schedule_type" NOT NULL,
    "deduplication_key" TEXT,
    "external_id" TEXT,
    "cron" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "window" TEXT,
    "deactivated_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),
    "next_tick_at" TIMESTAMPTZ(3),
    "next_start_at" TIMESTAMPTZ(3),
    "last_tick_at" TIMESTAMPTZ(3),
    "last_run_id" UUID,
    "missed_count" INTEGER NOT NULL DEFAULT 0,
    "missed_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "schedule_environment_id_id_idx" ON "schedule"("environment_id", "id");

-- AddForeignKey
ALTER TABLE "schedule" ADD CONSTRAINT "schedule_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- It ticks or it does not: never half, never while it is switched off or gone.
ALTER TABLE "schedule" ADD CONSTRAINT "schedule_next" CHECK (
  ("next_tick_at" IS NULL) = ("next_start_at" IS NULL)
  AND ("next_tick_at" IS NULL OR ("archived_at" IS NULL AND "deactivated_at" IS NULL))
);

-- What is due: one short walk a minute, whatever the number of schedules.
CREATE INDEX "schedule_due" ON "schedule" ("next_start_at") WHERE "next_start_at" IS NOT NULL;

-- One that comes back into the code takes up its row again.
CREATE UNIQUE INDEX "schedule_declared" ON "schedule" ("environment_id", "task_slug") WHERE "type" = 'DECLARATIVE';
CREATE UNIQUE INDEX "schedule_deduplication_key" ON "schedule" ("environment_id", "deduplication_key")
  WHERE "deduplication_key" IS NOT NULL AND "archived_at" IS NULL;

-- The runs of a schedule, newest last. Only runs that have one are in it.
CREATE INDEX "run_schedule" ON "run" ("schedule_id", "id") WHERE "schedule_id" IS NOT NULL;
