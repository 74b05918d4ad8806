import type { ServiceContext } from "../context.ts";
import { TIME_OUT_WAITPOINTS } from "./sql.ts";

/** Ends tokens whose timeout has come; the runs that wait for them are told. Returns how many. */
export async function timeOutWaitpoints(ctx: ServiceContext): Promise<number> {
  const { rows } = await ctx.db.pool.query<{ count: number }>({
    name: "time-out-waitpoints",
    text: TIME_OUT_WAITPOINTS,
    values: [ctx.clock()],
  });
  return rows[0]?.count ?? 0;
}
