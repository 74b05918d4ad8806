-- CreateEnum
CREATE TYPE "rate_scope" AS ENUM ('QUEUE', 'KEY');

-- AlterTable
ALTER TABLE "environment" ADD COLUMN     "paused_by" TEXT;

-- AlterTable
ALTER TABLE "queue" ADD COLUMN     "overridden_at" TIMESTAMPTZ(3),
ADD COLUMN     "overridden_by" TEXT,
ADD COLUMN     "paused_by" TEXT,
ADD COLUMN     "rate_limit" INTEGER,
ADD COLUMN     "rate_period_ms" BIGINT,
ADD COLUMN     "rate_scope" "rate_scope",
ADD COLUMN     "total_concurrency_limit" INTEGER;

-- CreateTable
CREATE TABLE "admission_turn" (
    "environment_id" UUID NOT NULL,
    "turn" BIGINT NOT NULL,
    "last_queue" TEXT NOT NULL,

    CONSTRAINT "admission_turn_pkey" PRIMARY KEY ("environment_id")
);

-- CreateTable
CREATE TABLE "queue_cursor" (
    "environment_id" UUID NOT NULL,
    "queue_name" TEXT NOT NULL,
    "last_key" TEXT NOT NULL,

    CONSTRAINT "queue_cursor_pkey" PRIMARY KEY ("environment_id","queue_name")
);

-- CreateTable
CREATE TABLE "rate_window" (
    "environment_id" UUID NOT NULL,
    "queue_name" TEXT NOT NULL,
    "concurrency_key" TEXT NOT NULL,
    "used" INTEGER NOT NULL,
    "limit" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_window_pkey" PRIMARY KEY ("environment_id","queue_name","concurrency_key")
);

-- CreateIndex
CREATE INDEX "rate_window_environment_id_ends_at_idx" ON "rate_window"("environment_id", "ends_at");

-- What Prisma's schema language cannot say ------------------------------------

-- One row each that is updated with every admission: room in the page keeps the updates off the indexes.
ALTER TABLE "admission_turn" SET (fillfactor = 20);
ALTER TABLE "queue_cursor" SET (fillfactor = 50);
ALTER TABLE "rate_window" SET (fillfactor = 50);

ALTER TABLE "queue" ADD CONSTRAINT "queue_rate_limit_is_whole" CHECK (
  ("rate_limit" IS NULL) = ("rate_period_ms" IS NULL) AND ("rate_limit" IS NULL) = ("rate_scope" IS NULL)
);
