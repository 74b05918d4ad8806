-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "aborted_at" TIMESTAMPTZ(3),
ADD COLUMN     "is_awaited" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "parent_run_id" UUID;

ALTER TABLE "batch" ADD CONSTRAINT "batch_ends_once" CHECK ("sealed_at" IS NULL OR "aborted_at" IS NULL);
-- Those that items are still missing of: few, and looked through by when somebody last began to send them.
CREATE INDEX "batch_open" ON "batch" ("updated_at") WHERE "sealed_at" IS NULL AND "aborted_at" IS NULL;
