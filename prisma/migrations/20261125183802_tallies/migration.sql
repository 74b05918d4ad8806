-- CreateEnum
CREATE TYPE "rollup_period" AS ENUM ('MINUTE', 'HOUR');

-- CreateEnum
CREATE TYPE "error_status" AS ENUM ('UNRESOLVED', 'RESOLVED', 'IGNORED');

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "error_fingerprint" TEXT;

-- CreateTable
CREATE TABLE "run_tally" (
    "id" BIGSERIAL NOT NULL,
    "environment_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "task_slug" TEXT NOT NULL,
    "queue_name" TEXT NOT NULL,
    "deployment_id" UUID,
    "event" TEXT NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "count" INTEGER NOT NULL,
    "total_ms" BIGINT NOT NULL,
    "fingerprint" TEXT,
    "sample_run_id" UUID NOT NULL,

    CONSTRAINT "run_tally_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_rollup" (
    "environment_id" UUID NOT NULL,
    "period" "rollup_period" NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "task_slug" TEXT NOT NULL,
    "queue_name" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "count" BIGINT NOT NULL,
    "total_ms" BIGINT NOT NULL,

    CONSTRAINT "run_rollup_pkey" PRIMARY KEY ("environment_id","period","starts_at","task_slug","queue_name","event","bucket")
);

-- CreateTable
CREATE TABLE "deployment_rollup" (
    "environment_id" UUID NOT NULL,
    "deployment_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "deployment_rollup_pkey" PRIMARY KEY ("environment_id","deployment_id","event")
);

-- CreateTable
CREATE TABLE "error_group" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "task_slug" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "status" "error_status" NOT NULL,
    "count" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "newest_run_id" UUID NOT NULL,
    "newest_deployment_id" UUID NOT NULL,
    "changed_by" TEXT,
    "changed_at" TIMESTAMPTZ(3),
    "resolved_deployment_id" UUID,
    "ignored_until" TIMESTAMPTZ(3),
    "reopened_at" TIMESTAMPTZ(3),

    CONSTRAINT "error_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "error_rollup" (
    "environment_id" UUID NOT NULL,
    "task_slug" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "deployment_id" UUID NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "error_rollup_pkey" PRIMARY KEY ("environment_id","task_slug","fingerprint","starts_at","deployment_id")
);

-- CreateIndex
CREATE INDEX "error_group_environment_id_last_seen_at_id_idx" ON "error_group"("environment_id", "last_seen_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "error_group_environment_id_task_slug_fingerprint_key" ON "error_group"("environment_id", "task_slug", "fingerprint");

-- Those of a group, newest first. The column is set once, at the end of a run that failed: updates before that stay HOT.
CREATE INDEX "run_error" ON "run" ("environment_id", "task_slug", "error_fingerprint", "id")
  WHERE "error_fingerprint" IS NOT NULL;

-- Filled and emptied all the time.
ALTER TABLE "run_tally" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 10);
ALTER TABLE "run_rollup" SET (fillfactor = 60);
ALTER TABLE "deployment_rollup" SET (fillfactor = 50);
ALTER TABLE "error_rollup" SET (fillfactor = 60);
ALTER TABLE "error_group" SET (fillfactor = 60);
