/** The SDK's test kit shows errors the same way, so the rule lives with the types that both share. */
export { presentError } from "#sdk/wire/run-error.ts";
