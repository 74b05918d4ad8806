-- AlterTable
ALTER TABLE "run_wake" DROP CONSTRAINT "run_wake_pkey",
ADD COLUMN     "id" BIGSERIAL NOT NULL,
ADD CONSTRAINT "run_wake_pkey" PRIMARY KEY ("id");
