import { z } from "zod";

/** Of an organization, a project or an environment. */
export const placeName = z.string().trim().min(1, "must not be empty").max(100);

export const createOrganizationInput = z.object({ name: placeName, projectName: placeName });

export const nameInput = z.object({ name: placeName });
