import type { Prisma, Run } from "#prisma/generated/client.ts";
import type { EnvironmentContext } from "../../context.ts";
import { type CursorPosition, pageArguments } from "../../cursor-page.ts";
import type { ListRunsQuery } from "./schemas.ts";
import { type Source, sourcesOf } from "./sources.ts";

export type ListRow = Omit<Run, "payload" | "output">;

type RunReader = Pick<Prisma.TransactionClient, "run">;

/** What is listed while the machine has much else to do is slow, and no fault. */
const PATIENCE = { maxWait: 15_000, timeout: 60_000 };

/** The rows of a page and one more, in the direction of reading. */
export async function readRows(
  ctx: EnvironmentContext,
  where: Prisma.RunWhereInput,
  query: ListRunsQuery,
  position: CursorPosition,
): Promise<ListRow[]> {
  const { prisma } = ctx.db;
  const sources = sourcesOf(where, query);
  const read = (reader: RunReader) => readSources(reader, { where, sources, position });
  if (sources.length < 2) return read(prisma);
  // All parts as they are at one moment: a run that moves from one to another between two reads would be in neither.
  return prisma.$transaction(read, { isolationLevel: "RepeatableRead", ...PATIENCE });
}

interface Reading {
  where: Prisma.RunWhereInput;
  sources: Source[];
  position: CursorPosition;
}

async function readSources(
  reader: RunReader,
  { where, sources, position }: Reading,
): Promise<ListRow[]> {
  const { where: beyond, orderBy, take } = pageArguments(position);
  const isUp = orderBy.id === "asc";
  const read = ({ side, narrowed }: Source, limit: Prisma.RunWhereInput) =>
    reader.run.findMany({
      where: { AND: [where, narrowed, sideWhere(side), beyond, limit] },
      orderBy,
      take,
      omit: { payload: true, output: true },
    });
  const merge = (parts: ListRow[][]): ListRow[] => {
    const byId = new Map(parts.flat().map((row) => [row.id, row]));
    const sorted = [...byId.values()].sort((a, b) => (a.id < b.id === isUp ? -1 : 1));
    return sorted.slice(0, take);
  };
  const first = sources.filter(({ side }) => side !== "OPEN");
  const rows = merge(await Promise.all(first.map((source) => read(source, {}))));
  const last = rows.length === take ? rows.at(-1)?.id : undefined;
  const open = sources.filter(({ side }) => side === "OPEN");
  const limit = last ? { id: isUp ? { lt: last } : { gt: last } } : {};
  return merge([rows, ...(await Promise.all(open.map((source) => read(source, limit))))]);
}

function sideWhere(side: Source["side"]): Prisma.RunWhereInput {
  if (side === "ALL") return {};
  return { finishedAt: side === "ENDED" ? { not: null } : null };
}
