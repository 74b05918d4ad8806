-- CreateTable
CREATE TABLE "spent_token" (
    "hash" BYTEA NOT NULL,
    "environment_id" UUID NOT NULL,
    "request_key" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_token_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "spent_token_expires_at_idx" ON "spent_token"("expires_at");

-- AddForeignKey
ALTER TABLE "spent_token" ADD CONSTRAINT "spent_token_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
