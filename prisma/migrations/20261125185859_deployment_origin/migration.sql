-- AlterTable
ALTER TABLE "deployment" ADD COLUMN     "created_by" TEXT,
ADD COLUMN     "git" JSONB;
