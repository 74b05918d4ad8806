-- AlterTable
ALTER TABLE "run" ADD COLUMN     "trace_link" TEXT,
ADD COLUMN     "trace_parent" TEXT;
