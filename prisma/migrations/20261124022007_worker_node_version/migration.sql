-- AlterTable
ALTER TABLE "worker" ADD COLUMN     "node_version" TEXT NOT NULL DEFAULT '';
