-- AlterEnum
ALTER TYPE "environment_type" ADD VALUE 'PREVIEW' BEFORE 'PRODUCTION';

-- AlterTable
ALTER TABLE "environment" ADD COLUMN     "name" TEXT,
ADD COLUMN     "variables_version" INTEGER NOT NULL DEFAULT 0;
-- Those that exist keep the names they were shown with.
UPDATE "environment" SET "name" = initcap("type"::text);
ALTER TABLE "environment" ALTER COLUMN "name" SET NOT NULL;

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "created_by" TEXT,
ADD COLUMN     "revoked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "environment_variable" ADD COLUMN     "updated_by" TEXT;

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "role" "member_role" NOT NULL,
    "email" TEXT,
    "token_hash" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_organization_id_idx" ON "invitation"("organization_id");

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
