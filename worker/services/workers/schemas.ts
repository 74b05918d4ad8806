import { z } from "zod";

export const drainInput = z.object({ action: z.enum(["drain", "resume"]) });
