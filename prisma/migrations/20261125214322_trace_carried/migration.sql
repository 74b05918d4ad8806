-- AlterTable
ALTER TABLE "run" ADD COLUMN     "trace_carried" JSONB;
