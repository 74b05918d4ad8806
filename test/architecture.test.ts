import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROUTE_ACCESS } from "#test/support/route-access.ts";
import { type Import, readSourceTree, root, type SourceFile } from "#test/support/source-tree.ts";

const files = readSourceTree();
const product = files.filter(
  ({ path }) => !path.startsWith("test/") && !path.startsWith("sdk/templates/"),
);

/** The longest prefix that matches names a file's zone. */
const ZONES = [
  "sdk/src/wire",
  "sdk/src/react",
  "sdk",
  "worker/domain",
  "worker/services",
  "worker/processes",
  "worker/jobs",
  // main.ts, serve.ts, start-worker.ts, env.ts, startup/
  "worker",
  "prisma",
  "components/ui",
  "components",
  "app",
] as const;
type Zone = (typeof ZONES)[number];

function zoneOf(path: string): Zone | undefined {
  return ZONES.find((zone) => path.startsWith(`${zone}/`));
}

interface Rule {
  /** Zones whose values it may import; their types too. */
  values: Zone[];
  /** Zones of which it may import types only. */
  types?: Zone[];
  /** Packages of the guarded list that it may use. */
  packages?: string[];
}

/** The import matrix of ARCHITECTURE.md. */
const MATRIX: Record<Zone, Rule> = {
  "sdk/src/wire": { values: ["sdk/src/wire"] },
  "sdk/src/react": { values: ["sdk", "sdk/src/wire", "sdk/src/react"], packages: ["react"] },
  sdk: { values: ["sdk", "sdk/src/wire"] },
  "worker/domain": { values: ["worker/domain", "sdk/src/wire"] },
  "worker/services": {
    values: ["worker/services", "worker/domain", "prisma", "sdk/src/wire"],
  },
  "worker/processes": { values: ["worker/processes", "worker/domain", "sdk/src/wire"] },
  "worker/jobs": {
    values: [
      "worker/jobs",
      "worker/processes",
      "worker/services",
      "worker/domain",
      "prisma",
      "sdk/src/wire",
    ],
    packages: ["graphile-worker"],
  },
  worker: {
    values: [
      "worker",
      "worker/jobs",
      "worker/processes",
      "worker/services",
      "worker/domain",
      "prisma",
      "sdk/src/wire",
    ],
    packages: ["graphile-worker"],
  },
  prisma: { values: ["prisma"] },
  "components/ui": { values: ["components/ui"], packages: ["next", "react"] },
  components: {
    values: ["components", "components/ui", "worker/domain", "sdk/src/wire"],
    packages: ["next", "react"],
  },
  app: {
    values: [
      "app",
      "components",
      "components/ui",
      "worker/services",
      "worker/domain",
      "sdk/src/wire",
    ],
    packages: ["next", "react"],
  },
};

/** Packages that only some zones may use. */
const GUARDED = ["next", "react", "react-dom", "graphile-worker"];
/** The one door from `app` to the database. */
const EXCEPTIONS = new Set(["app/_lib/services.ts → prisma/client.ts"]);

function violations(file: SourceFile): string[] {
  const zone = zoneOf(file.path);
  if (!zone) return [];
  return file.imports
    .filter((entry) => !isAllowed(file.path, MATRIX[zone], entry))
    .map((entry) => `${file.path} → ${entry.target}`);
}

function isAllowed(path: string, rule: Rule, entry: Import): boolean {
  if (!entry.isOurs) {
    const guarded = GUARDED.find(
      (name) => entry.target === name || entry.target.startsWith(`${name}/`),
    );
    return !guarded || (rule.packages?.includes(guarded.replace("react-dom", "react")) ?? false);
  }
  const target = zoneOf(entry.target);
  if (!target) return /\.(css|json)$/.test(entry.target) || entry.target.startsWith("package.json");
  if (rule.values.includes(target)) return true;
  return (
    (entry.isTypeOnly && (rule.types?.includes(target) ?? false)) ||
    EXCEPTIONS.has(`${path} → ${entry.target}`)
  );
}

describe("the architecture", () => {
  it("keeps to the import matrix", () => {
    expect(product.flatMap(violations)).toEqual([]);
  });

  it("has no import cycle, of types either", () => {
    expect(findCycles(product)).toEqual([]);
  });

  it("keeps the domain pure", () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|Math\.random\(|\bprocess\.(env|cwd|pid|hrtime)|from "node:/;
    expect(
      product
        .filter(({ path, text }) => path.startsWith("worker/domain/") && impure.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it("reads the environment in one place per half", () => {
    const readers = product.filter(
      ({ path, text }) => !path.startsWith("sdk/") && /process\.env/.test(text),
    );
    expect(readers.map(({ path }) => path).sort()).toEqual([
      "app/_lib/env.ts",
      "app/server.ts",
      // These pass the environment on to a process they start.
      "prisma/generate.ts",
      "prisma/postgres-home.ts",
      "worker/env.ts",
      "worker/processes/task-process.ts",
      "worker/serve.ts",
      "worker/startup/build.ts",
      "worker/startup/deploy-example.ts",
      "worker/startup/secrets.ts",
      "worker/startup/settings.ts",
    ]);
  });

  it("says of every route of the API who may call it", () => {
    const routes = product
      .filter(({ path }) => /^app\/api\/.*route\.ts$/.test(path))
      .flatMap(({ path, text }) => {
        const place = path.slice("app".length, -"/route.ts".length);
        const exported = text.matchAll(
          /export (?:const|(?:async )?function) (GET|POST|PUT|PATCH|DELETE)\b|\bas (GET|POST)\b/g,
        );
        return [...exported].map(([, method, renamed]) => `${method ?? renamed} ${place}`);
      });
    // When this fails: add the route's line to test/support/route-access.ts.
    expect(Object.keys(ROUTE_ACCESS).sort()).toEqual(routes.sort());
  });

  it("leaves nothing open", () => {
    const open = /\b(TODO|FIXME|XXX)\b|\.(skip|only)\(|@ts-(ignore|nocheck)/;
    const guard = "test/architecture.test.ts";
    expect(
      files.filter(({ path, text }) => path !== guard && open.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });
});

/** Parts of others, or without a look of their own. */
const SHOWN_WITH_OTHERS = [
  "components/ui/confirm-dialog-view.tsx",
  "components/ui/json-editor-view.tsx",
  "components/ui/json-line.tsx",
  "components/ui/scroll-place.tsx",
  "components/ui/shortcut-sheet.tsx",
  "components/ui/shortcuts.tsx",
];

describe("the gallery", () => {
  it("shows every primitive", () => {
    const shown = new Set(
      product
        .filter(({ path }) => path.startsWith("components/gallery/"))
        .flatMap(({ imports }) => imports.map(({ target }) => target)),
    );
    const primitives = product
      .map(({ path }) => path)
      .filter((path) => /^components\/ui\/.*\.tsx$/.test(path))
      .filter((path) => !SHOWN_WITH_OTHERS.includes(path));
    // When this fails: add the primitive to components/gallery.
    expect(primitives.filter((path) => !shown.has(path))).toEqual([]);
  });
});

/** Lines of a file by what it is; the first pattern that matches counts. */
const FILE_LIMITS: [RegExp, number][] = [
  [/^app\/.*\/route\.ts$/, 60],
  [/^app\/.*\/(page|layout|loading|error|not-found)\.tsx$/, 100],
  [/^worker\/services\//, 200],
  [/^worker\/domain\//, 250],
  [/^components\/.*\.tsx$/, 250],
  [/./, 400],
];
const FUNCTION_LIMIT = 60;
const COMPONENT_LIMIT = 120;

describe("sizes", () => {
  it("keeps every file within its limit", () => {
    const large = files.flatMap(({ path, lines }) => {
      const [, limit] = FILE_LIMITS.find(([pattern]) => pattern.test(path)) ?? [undefined, 400];
      return lines > limit ? [`${path}: ${lines} lines, ${limit} allowed`] : [];
    });
    expect(large).toEqual([]);
  });

  it("keeps every function within its limit", () => {
    const large = product.flatMap(({ path, functions }) =>
      functions.flatMap(({ name, lines }) => {
        const limit =
          path.endsWith(".tsx") && /^[A-Z]/.test(name) ? COMPONENT_LIMIT : FUNCTION_LIMIT;
        return lines > limit ? [`${path} ${name}: ${lines} lines, ${limit} allowed`] : [];
      }),
    );
    expect(large).toEqual([]);
  });
});

/** Folders of tests that stand for no folder of the product. */
const OF_THEIR_OWN = ["support", "e2e", "bench", "chaos"];
/** Covered through the verbs that use them, or types only. */
const COVERED_ELSEWHERE =
  /\/(sql|schemas|context|present|load|json|views|assert-never|prepare-run|attempt-input|plan-start|started-attempt)\.ts$/;

describe("tests", () => {
  it("mirror the folders of the product", () => {
    const strangers = files
      .filter(({ path }) => /^test\/.+\/.+\.test\.tsx?$/.test(path))
      .map(({ path }) => path.slice("test/".length, path.lastIndexOf("/")))
      .filter((folder) => !OF_THEIR_OWN.includes(folder.split("/")[0] ?? ""))
      .filter(
        (folder) =>
          !existsSync(join(root, folder)) &&
          !existsSync(join(root, folder.replace(/^sdk/, "sdk/src"))),
      );
    expect([...new Set(strangers)]).toEqual([]);
  });

  it("exist for every file of the domain and every verb", () => {
    const untested = product
      .map(({ path }) => path)
      .filter((path) => /^worker\/(domain|services)\//.test(path) && !COVERED_ELSEWHERE.test(path))
      .filter((path) => !existsSync(join(root, "test", path.replace(/\.ts$/, ".test.ts"))));
    expect(untested).toEqual([]);
  });
});

function findCycles(all: SourceFile[]): string[] {
  const graph = new Map(
    all.map(({ path, imports }) => [
      path,
      imports.filter((entry) => entry.isOurs).map((entry) => entry.target),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    if (done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}
