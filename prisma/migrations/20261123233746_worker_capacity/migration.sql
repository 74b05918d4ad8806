-- AlterTable
ALTER TABLE "worker" ADD COLUMN     "capacity" INTEGER NOT NULL DEFAULT 0;
