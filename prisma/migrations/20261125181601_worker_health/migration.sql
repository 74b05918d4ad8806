-- AlterTable
ALTER TABLE "worker" ADD COLUMN     "clock_ahead_ms" INTEGER,
ADD COLUMN     "disk_free_mb" INTEGER,
ADD COLUMN     "disk_total_mb" INTEGER;
