import * as published from "@trigger.dev/sdk";
import { expect, test } from "vitest";
import * as ours from "#sdk/index.ts";

const PRODUCT =
  "belongs to a product of theirs that is none here (chat agents, sessions, prompts, queries, webhook sources)";
const INTERNAL = "is not documented: their own tests, bundles and agents use it";
const LIBRARY = "wraps another library that one can use itself";
/** What the published package exports and ours does not, and why. */
const NOT_HERE: Record<string, string> = {
  ChatChunkTooLargeError: PRODUCT,
  isChatChunkTooLargeError: PRODUCT,
  chatEvent: PRODUCT,
  markChatAgentRunForStreamsWarning: INTERNAL,
  SessionHandle: PRODUCT,
  SessionInputChannel: PRODUCT,
  SessionOutputChannel: PRODUCT,
  sessions: PRODUCT,
  __setSessionCloseImplForTests: INTERNAL,
  __setSessionOpenImplForTests: INTERNAL,
  __setSessionStartImplForTests: INTERNAL,
  prompts: PRODUCT,
  query: PRODUCT,
  skills: PRODUCT,
  toolTask: "is deprecated there: schemaTask takes its place",
  WebhookEndpointNotFoundError: PRODUCT,
  WebhookError: PRODUCT,
  WebhookFilterError: PRODUCT,
  WebhookIndexingError: PRODUCT,
  WebhookWaiterCancelledError: PRODUCT,
  WebhookWaiterLimitError: PRODUCT,
  defineWebhookEndpoint: PRODUCT,
  providerProducers: PRODUCT,
  webhook: PRODUCT,
  webhookSources: PRODUCT,
  webhooks: PRODUCT,
  OIDCTokenError: "needs an identity provider that their cloud is",
  "auth.getOIDCToken": "needs an identity provider that their cloud is",
  concurrencyLimit:
    "limits over several queues: totalConcurrencyLimit of a queue is what there is here",
  concurrencyLimits:
    "limits over several queues: totalConcurrencyLimit of a queue is what there is here",
  normalizeKeyString: INTERNAL,
  InMemoryCache: LIBRARY,
  createCache: LIBRARY,
  "logger.disable": INTERNAL,
  "logger.setGlobalTaskLogger": INTERNAL,
};

/** A name that is added takes its entry out of the list; one that they add is added there or here. */
test("every name of the published package is here, or is said not to be", () => {
  const missing = Object.entries(published).flatMap(([name, value]) => {
    const own: unknown = Reflect.get(ours, name);
    if (own === undefined) return [name];
    const here = membersOf(own);
    return membersOf(value)
      .filter((member) => !here.includes(member))
      .map((member) => `${name}.${member}`);
  });
  expect(missing.sort()).toEqual(Object.keys(NOT_HERE).sort());
});

/** What an object like `runs` offers; nothing for functions and classes. */
function membersOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const parent: unknown = Object.getPrototypeOf(value);
  const inherited =
    typeof parent === "object" && parent !== null && parent !== Object.prototype
      ? Object.getOwnPropertyNames(parent)
      : [];
  return [...Object.keys(value), ...inherited].filter((name) => name !== "constructor");
}
