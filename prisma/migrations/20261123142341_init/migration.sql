-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "member_role" AS ENUM ('OWNER', 'ADMIN', 'DEVELOPER', 'VIEWER');

-- CreateEnum
CREATE TYPE "environment_type" AS ENUM ('DEVELOPMENT', 'STAGING', 'PRODUCTION');

-- CreateEnum
CREATE TYPE "queue_type" AS ENUM ('TASK', 'CUSTOM');

-- CreateEnum
CREATE TYPE "run_status" AS ENUM ('PENDING_VERSION', 'DELAYED', 'QUEUED', 'DEQUEUED', 'EXECUTING', 'WAITING', 'COMPLETED', 'FAILED', 'CANCELED', 'CRASHED', 'TIMED_OUT', 'EXPIRED', 'SYSTEM_FAILURE');

-- CreateEnum
CREATE TYPE "attempt_status" AS ENUM ('EXECUTING', 'COMPLETED', 'FAILED', 'CANCELED', 'CRASHED', 'TIMED_OUT');

-- CreateEnum
CREATE TYPE "run_event_kind" AS ENUM ('TRANSITION', 'LOG', 'SPAN');

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "is_administrator" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_link" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "member_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "project" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "ref" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "type" "environment_type" NOT NULL,
    "slug" TEXT NOT NULL,
    "concurrency_limit" INTEGER NOT NULL DEFAULT 100,
    "paused_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "is_root" BOOLEAN NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "key_encrypted" BYTEA NOT NULL,
    "masked" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment_variable" (
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value_encrypted" BYTEA NOT NULL,
    "is_secret" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "environment_variable_pkey" PRIMARY KEY ("environment_id","name")
);

-- CreateTable
CREATE TABLE "bundle" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "archive" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bundle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "bundle_id" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "manifest" JSONB NOT NULL,
    "is_current" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "deployment_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "queue_name" TEXT NOT NULL,
    "manifest" JSONB NOT NULL,
    "ttl" TEXT,
    "ttl_ms" BIGINT,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queue" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "type" "queue_type" NOT NULL,
    "concurrency_limit" INTEGER,
    "concurrency_limit_override" INTEGER,
    "paused_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "task_slug" TEXT NOT NULL,
    "status" "run_status" NOT NULL,
    "queue_name" TEXT NOT NULL,
    "concurrency_key" TEXT NOT NULL DEFAULT '',
    "queue_order" TIMESTAMPTZ(3) NOT NULL,
    "priority_ms" INTEGER NOT NULL DEFAULT 0,
    "deployment_id" UUID,
    "pinned_version" TEXT,
    "attempt_number" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER,
    "max_duration_seconds" INTEGER,
    "machine" TEXT,
    "ttl" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "delay_until" TIMESTAMPTZ(3),
    "payload" TEXT,
    "payload_type" TEXT NOT NULL DEFAULT 'application/json',
    "output" TEXT,
    "output_type" TEXT,
    "error" JSONB,
    "metadata" JSONB,
    "tags" TEXT[],
    "is_test" BOOLEAN NOT NULL DEFAULT false,
    "idempotency_key" TEXT,
    "idempotency_expires_at" TIMESTAMPTZ(3),
    "idempotency_options" JSONB,
    "request_key" TEXT,
    "parent_run_id" UUID,
    "root_run_id" UUID,
    "depth" INTEGER NOT NULL DEFAULT 0,
    "replayed_from_run_id" UUID,
    "sdk_version" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "duration_ms" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "status" "attempt_status" NOT NULL,
    "worker_id" UUID NOT NULL,
    "deployment_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "error" JSONB,
    "late_output" TEXT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_event" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "kind" "run_event_kind" NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "attempt_number" INTEGER,
    "label" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "span_id" TEXT,
    "parent_span_id" TEXT,
    "duration_ms" DOUBLE PRECISION,
    "error" JSONB,
    "attributes" JSONB,

    CONSTRAINT "run_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "slots" INTEGER NOT NULL,
    "job_pool" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_provider_id_account_id_key" ON "account"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_link_token_hash_key" ON "sign_in_link"("token_hash");

-- CreateIndex
CREATE INDEX "sign_in_link_user_id_idx" ON "sign_in_link"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

-- CreateIndex
CREATE INDEX "member_user_id_idx" ON "member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_ref_key" ON "project"("ref");

-- CreateIndex
CREATE UNIQUE INDEX "project_organization_id_slug_key" ON "project"("organization_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "environment_project_id_slug_key" ON "environment"("project_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE INDEX "api_key_environment_id_idx" ON "api_key"("environment_id");

-- CreateIndex
CREATE UNIQUE INDEX "bundle_environment_id_content_hash_key" ON "bundle"("environment_id", "content_hash");

-- CreateIndex
CREATE INDEX "deployment_bundle_id_idx" ON "deployment"("bundle_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_environment_id_version_key" ON "deployment"("environment_id", "version");

-- CreateIndex
CREATE INDEX "task_deployment_id_idx" ON "task"("deployment_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_environment_id_slug_key" ON "task"("environment_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "queue_environment_id_name_key" ON "queue"("environment_id", "name");

-- CreateIndex
CREATE INDEX "run_environment_id_id_idx" ON "run"("environment_id", "id");

-- CreateIndex
CREATE INDEX "run_environment_id_task_slug_id_idx" ON "run"("environment_id", "task_slug", "id");

-- CreateIndex
CREATE UNIQUE INDEX "attempt_run_id_number_key" ON "attempt"("run_id", "number");

-- CreateIndex
CREATE INDEX "run_event_run_id_id_idx" ON "run_event"("run_id", "id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_link" ADD CONSTRAINT "sign_in_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environment" ADD CONSTRAINT "environment_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environment_variable" ADD CONSTRAINT "environment_variable_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bundle" ADD CONSTRAINT "bundle_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_bundle_id_fkey" FOREIGN KEY ("bundle_id") REFERENCES "bundle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue" ADD CONSTRAINT "queue_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language cannot say ------------------------------------

-- Every insert of a run would lock its environment's row (FOR KEY SHARE), and thousands of
-- concurrent triggers of one environment would queue for it. The trigger reads the environment
-- when it authenticates, and environments are never deleted while they have runs.
ALTER TABLE "run" DROP CONSTRAINT "run_environment_id_fkey";

-- A run is updated four or five times in its life, and room in the page keeps the updates off the indexes.
ALTER TABLE "run" SET (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE "attempt" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- The state machine's own words: final states, and only they, have an end.
ALTER TABLE "run" ADD CONSTRAINT "run_finished_exactly_when_final" CHECK (
  ("finished_at" IS NOT NULL) =
  ("status" IN ('COMPLETED', 'FAILED', 'CANCELED', 'CRASHED', 'TIMED_OUT', 'EXPIRED', 'SYSTEM_FAILURE'))
);
ALTER TABLE "run" ADD CONSTRAINT "run_started_has_deployment" CHECK (
  "status" <> 'EXECUTING' OR ("deployment_id" IS NOT NULL AND "attempt_number" > 0)
);
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_finished_exactly_when_over" CHECK (
  ("finished_at" IS NOT NULL) = ("status" <> 'EXECUTING')
);
-- A run has one attempt that executes, whatever two workers believe.
CREATE UNIQUE INDEX "attempt_one_executing" ON "attempt" ("run_id") WHERE "status" = 'EXECUTING';

CREATE INDEX "run_parked" ON "run" ("environment_id", "id") WHERE "status" = 'PENDING_VERSION';
-- The queue. A lane is one concurrency key of one queue, and its oldest run is the first entry.
CREATE INDEX "run_lane" ON "run" ("environment_id", "queue_name", "concurrency_key", "queue_order", "id")
  WHERE "status" = 'QUEUED';
-- Slots in use are counted here, from committed rows.
CREATE INDEX "run_slot" ON "run" ("environment_id", "queue_name", "concurrency_key")
  WHERE "status" IN ('DEQUEUED', 'EXECUTING');
CREATE INDEX "run_delayed" ON "run" ("delay_until") WHERE "status" = 'DELAYED';
CREATE INDEX "run_expiring" ON "run" ("expires_at") WHERE "status" IN ('QUEUED', 'PENDING_VERSION') AND "expires_at" IS NOT NULL;
-- Lists filtered by an ending other than success. Successes are common enough for the plain index.
CREATE INDEX "run_ended_badly" ON "run" ("environment_id", "status", "id")
  WHERE "status" IN ('FAILED', 'CANCELED', 'CRASHED', 'TIMED_OUT', 'EXPIRED', 'SYSTEM_FAILURE');

CREATE UNIQUE INDEX "run_idempotency_key" ON "run" ("environment_id", "task_slug", "idempotency_key")
  WHERE "idempotency_key" IS NOT NULL;
CREATE UNIQUE INDEX "run_request_key" ON "run" ("environment_id", "task_slug", "request_key")
  WHERE "request_key" IS NOT NULL;
CREATE INDEX "run_parent" ON "run" ("parent_run_id") WHERE "parent_run_id" IS NOT NULL;

CREATE UNIQUE INDEX "deployment_one_current" ON "deployment" ("environment_id") WHERE "is_current";
CREATE UNIQUE INDEX "api_key_one_root" ON "api_key" ("environment_id") WHERE "is_root" AND "expires_at" IS NULL;

-- Which runs a worker holds: asked when it dies.
CREATE INDEX "attempt_of_worker" ON "attempt" ("worker_id") WHERE "status" = 'EXECUTING';
CREATE INDEX "worker_alive" ON "worker" ("heartbeat_at") WHERE "stopped_at" IS NULL;
