-- AlterTable
ALTER TABLE "environment" ADD COLUMN     "releases_until" TIMESTAMPTZ(3);

-- Few at a time.
CREATE INDEX "environment_releasing" ON "environment" ("releases_until") WHERE "releases_until" IS NOT NULL;
