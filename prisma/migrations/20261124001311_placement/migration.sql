-- AlterTable
ALTER TABLE "task" ADD COLUMN     "machine" TEXT;

-- AlterTable
ALTER TABLE "worker" ADD COLUMN     "cpu" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "draining_at" TIMESTAMPTZ(3),
ADD COLUMN     "memory_mb" INTEGER NOT NULL DEFAULT 0;
