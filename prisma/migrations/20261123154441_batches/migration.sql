-- AlterTable
ALTER TABLE "run" ADD COLUMN     "batch_id" UUID,
ADD COLUMN     "batch_index" INTEGER;

-- CreateTable
CREATE TABLE "batch" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "run_count" INTEGER NOT NULL,
    "idempotency_key" TEXT,
    "sealed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch_exception" (
    "batch_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "task_slug" TEXT NOT NULL,
    "run_id" UUID,
    "error" TEXT,

    CONSTRAINT "batch_exception_pkey" PRIMARY KEY ("batch_id","index")
);

-- CreateIndex
CREATE INDEX "batch_environment_id_id_idx" ON "batch"("environment_id", "id");

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "batch_exception" ADD CONSTRAINT "batch_exception_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An item that is sent again finds its place taken.
CREATE UNIQUE INDEX "run_batch_item" ON "run" ("batch_id", "batch_index") WHERE "batch_id" IS NOT NULL;
CREATE UNIQUE INDEX "batch_idempotency_key" ON "batch" ("environment_id", "idempotency_key")
  WHERE "idempotency_key" IS NOT NULL;
