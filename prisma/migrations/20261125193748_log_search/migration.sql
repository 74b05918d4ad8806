-- Lines of an environment by time, and those few that people look for most. Spans and transitions are in neither.
CREATE INDEX "run_event_logs" ON "run_event" ("environment_id", "at" DESC, "id" DESC) WHERE "kind" = 'LOG';
CREATE INDEX "run_event_warnings" ON "run_event" ("environment_id", "at" DESC, "id" DESC)
  WHERE "kind" = 'LOG' AND "label" IN ('WARN', 'ERROR');
