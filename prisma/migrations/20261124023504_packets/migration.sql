-- CreateTable
CREATE TABLE "packet" (
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "packet_pkey" PRIMARY KEY ("environment_id","name")
);

-- CreateIndex
CREATE INDEX "packet_created_at_idx" ON "packet"("created_at");

-- AddForeignKey
ALTER TABLE "packet" ADD CONSTRAINT "packet_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
