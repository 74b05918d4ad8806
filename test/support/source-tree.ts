import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { root } from "./root.ts";

export { root };

export interface SourceFile {
  /** From the root, with forward slashes. */
  path: string;
  lines: number;
  text: string;
  imports: Import[];
  functions: FunctionSize[];
}

export interface Import {
  /** A file of this repository, or a package's name. */
  target: string;
  isOurs: boolean;
  /** Erased at run time. */
  isTypeOnly: boolean;
}

export interface FunctionSize {
  name: string;
  lines: number;
}

const ALIASES: Record<string, string> = {
  "#app/": "app/",
  "#components/": "components/",
  "#prisma/": "prisma/",
  "#worker/": "worker/",
  "#sdk/": "sdk/src/",
  "#test/": "test/",
};

/** Every TypeScript file that git knows or would add, parsed. */
export function readSourceTree(): SourceFile[] {
  const listed = execFileSync(
    "git",
    ["ls-files", "-co", "--exclude-standard", "--", "*.ts", "*.tsx"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const paths = listed.split("\n").filter((path) => path && !path.endsWith(".d.ts"));
  return [...new Set(paths)].map(readSource);
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const { module, program } = parseSync(path, text);
  return {
    path,
    text,
    lines: text.split("\n").length - 1,
    imports: readImports(path, text, module),
    functions: readFunctions(text, program),
  };
}

type Parsed = ReturnType<typeof parseSync>;

function readImports(path: string, text: string, module: Parsed["module"]): Import[] {
  const statics = module.staticImports.map((statement) => ({
    request: statement.moduleRequest.value,
    // `import "x"` has no entries and runs the module.
    isTypeOnly: statement.entries.length > 0 && statement.entries.every((entry) => entry.isType),
  }));
  const reexports = module.staticExports.flatMap((statement) => {
    const [first] = statement.entries;
    if (!first?.moduleRequest) return [];
    return [
      {
        request: first.moduleRequest.value,
        isTypeOnly: statement.entries.every((entry) => entry.isType),
      },
    ];
  });
  const dynamics = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const literal = text
      .slice(moduleRequest.start, moduleRequest.end)
      .match(/^["'`]([^"'`$]+)["'`]$/)?.[1];
    return literal ? [{ request: literal, isTypeOnly: false }] : [];
  });
  return [...statics, ...reexports, ...dynamics].map(({ request, isTypeOnly }) => ({
    ...resolveRequest(path, request),
    isTypeOnly,
  }));
}

function resolveRequest(from: string, request: string): Pick<Import, "target" | "isOurs"> {
  for (const [alias, folder] of Object.entries(ALIASES)) {
    if (request.startsWith(alias))
      return { target: folder + request.slice(alias.length), isOurs: true };
  }
  if (request.startsWith(".")) return { target: posix.join(dirname(from), request), isOurs: true };
  return { target: request, isOurs: false };
}

function readFunctions(text: string, program: Parsed["program"]): FunctionSize[] {
  const functions: FunctionSize[] = [];
  const names = new Map<number, string>();
  const add = (node: { start: number; end: number; id?: { name: string } | null }) => {
    const lines = text.slice(node.start, node.end).split("\n").length;
    functions.push({ name: node.id?.name ?? names.get(node.start) ?? "anonymous", lines });
  };
  const addUnnamed = ({ start, end }: { start: number; end: number }) => add({ start, end });
  new Visitor({
    VariableDeclarator(node) {
      if (node.init && node.id.type === "Identifier") names.set(node.init.start, node.id.name);
    },
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: addUnnamed,
  }).visit(program);
  return functions;
}
