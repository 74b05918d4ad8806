-- CreateTable
CREATE TABLE "run_stream" (
    "run_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "length" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "writers" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_stream_pkey" PRIMARY KEY ("run_id","key")
);

-- CreateTable
CREATE TABLE "run_stream_part" (
    "run_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "data" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_stream_part_pkey" PRIMARY KEY ("run_id","key","index")
);

-- AddForeignKey
ALTER TABLE "run_stream" ADD CONSTRAINT "run_stream_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_stream_part" ADD CONSTRAINT "run_stream_part_run_id_key_fkey" FOREIGN KEY ("run_id", "key") REFERENCES "run_stream"("run_id", "key") ON DELETE CASCADE ON UPDATE CASCADE;
