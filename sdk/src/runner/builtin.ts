/**
 * A module of Node without `import`, which reads every export of it, also those that Node loads when somebody
 * asks for them: `node:util` so costs 10 ms of a cold start for its TextDecoder, `node:fs` its promises.
 */
export function builtin<Id extends keyof NodeBuiltins>(id: Id): NodeBuiltins[Id] {
  return process.getBuiltinModule<keyof NodeBuiltins>(id) as NodeBuiltins[Id];
}

interface NodeBuiltins {
  "node:fs": typeof import("node:fs");
  "node:module": typeof import("node:module");
  "node:url": typeof import("node:url");
  "node:util": typeof import("node:util");
}
