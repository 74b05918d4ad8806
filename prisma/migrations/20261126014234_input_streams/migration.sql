-- AlterTable
ALTER TABLE "waitpoint" ADD COLUMN     "stream_index" INTEGER,
ADD COLUMN     "stream_key" TEXT,
ADD COLUMN     "stream_run_id" UUID;

-- AlterTable
ALTER TABLE "run_stream_part" ADD COLUMN     "request_key" TEXT;

-- CreateIndex
CREATE INDEX "waitpoint_stream_run_id_stream_key_idx" ON "waitpoint"("stream_run_id", "stream_key");
