-- CreateEnum
CREATE TYPE "environment_tone" AS ENUM ('NEUTRAL', 'WARNING', 'INFO', 'ACCENT', 'SUCCESS', 'DANGER');

-- AlterTable
ALTER TABLE "environment" ADD COLUMN     "tone" "environment_tone";
