import type { Database } from "#prisma/client.ts";

/** Names of the tables in which something of the environment is left, itself included. */
export async function tablesWith(db: Database, environmentId: string): Promise<string[]> {
  const { rows: tables } = await db.pool.query<{ name: string }>(`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'environment_id' ORDER BY table_name`);
  const left: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await db.pool.query(
      `SELECT FROM "${name}" WHERE environment_id = $1 LIMIT 1`,
      [environmentId],
    );
    if (rowCount) left.push(name);
  }
  if (await db.prisma.environment.findUnique({ where: { id: environmentId } })) {
    left.push("environment");
  }
  return left;
}
