-- CreateTable
CREATE TABLE "test_template" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "task_slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "updated_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "test_template_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "test_template_environment_id_task_slug_name_key" ON "test_template"("environment_id", "task_slug", "name");

-- AddForeignKey
ALTER TABLE "test_template" ADD CONSTRAINT "test_template_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
