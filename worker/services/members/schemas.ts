import { z } from "zod";
import { MEMBER_ROLES } from "#worker/domain/permissions.ts";

export const changeRoleInput = z.object({ role: z.enum(MEMBER_ROLES) });
