-- AlterTable
ALTER TABLE "run" ADD COLUMN     "metadata_request_key" TEXT;
