-- CreateEnum
CREATE TYPE "wait_kind" AS ENUM ('DURATION', 'RUN', 'BATCH', 'TOKEN');

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "wait_epoch" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "run_wait" (
    "run_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "kind" "wait_kind" NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "waits_for" UUID,
    "key" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_wait_pkey" PRIMARY KEY ("run_id","epoch","step")
);

-- CreateTable
CREATE TABLE "run_wake" (
    "run_id" UUID NOT NULL,

    CONSTRAINT "run_wake_pkey" PRIMARY KEY ("run_id")
);

-- AddForeignKey
ALTER TABLE "run_wait" ADD CONSTRAINT "run_wait_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who waits for this one.
CREATE INDEX "run_wait_target" ON "run_wait" ("waits_for") WHERE "resolved_at" IS NULL AND "waits_for" IS NOT NULL;
CREATE INDEX "run_wait_due" ON "run_wait" ("due_at") WHERE "resolved_at" IS NULL AND "due_at" IS NOT NULL;
CREATE INDEX "run_wait_young" ON "run_wait" ("created_at") WHERE "resolved_at" IS NULL AND "waits_for" IS NOT NULL;
