-- CreateEnum
CREATE TYPE "bulk_action_kind" AS ENUM ('CANCEL', 'REPLAY');

-- CreateEnum
CREATE TYPE "bulk_action_status" AS ENUM ('PENDING', 'COMPLETED', 'ABORTED');

-- CreateTable
CREATE TABLE "bulk_action" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "kind" "bulk_action_kind" NOT NULL,
    "status" "bulk_action_status" NOT NULL DEFAULT 'PENDING',
    "name" TEXT,
    "created_by" TEXT NOT NULL,
    "filter" JSONB,
    "run_ids" UUID[],
    "total_count" INTEGER,
    "succeeded_count" INTEGER NOT NULL DEFAULT 0,
    "failed_count" INTEGER NOT NULL DEFAULT 0,
    "skipped_count" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "last_run_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_action_run" (
    "bulk_action_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,

    CONSTRAINT "bulk_action_run_pkey" PRIMARY KEY ("bulk_action_id","run_id")
);

-- CreateIndex
CREATE INDEX "bulk_action_environment_id_id_idx" ON "bulk_action"("environment_id", "id");

-- CreateIndex
CREATE INDEX "bulk_action_run_run_id_idx" ON "bulk_action_run"("run_id");

-- AddForeignKey
ALTER TABLE "bulk_action" ADD CONSTRAINT "bulk_action_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_action_run" ADD CONSTRAINT "bulk_action_run_bulk_action_id_fkey" FOREIGN KEY ("bulk_action_id") REFERENCES "bulk_action"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_action_run" ADD CONSTRAINT "bulk_action_run_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A handful at a time: every worker looks for one twice a second.
CREATE INDEX "bulk_action_pending" ON "bulk_action" ("updated_at") WHERE "status" = 'PENDING';

-- An end exactly when it is over, and one way of naming runs.
ALTER TABLE "bulk_action"
  ADD CONSTRAINT "bulk_action_end" CHECK (("status" = 'PENDING') = ("completed_at" IS NULL)),
  ADD CONSTRAINT "bulk_action_selection" CHECK (("filter" IS NULL) = (cardinality("run_ids") > 0));
