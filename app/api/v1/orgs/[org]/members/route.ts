import { withOrganization } from "#app/_lib/with-session.ts";
import { listMembers } from "#worker/services/members/list.ts";

export const GET = withOrganization({}, ({ ctx }) => listMembers(ctx));
