import { parseArgs } from "node:util";
import type { DeployInput } from "./deploy.ts";
import type { DoctorInput } from "./doctor.ts";
import type { PromoteInput } from "./promote.ts";
import { UserError } from "./user-error.ts";

export type Command =
  | { name: "help" }
  | { name: "version" }
  | { name: "deploy"; input: DeployInput }
  | { name: "promote"; input: PromoteInput }
  | { name: "doctor"; input: DoctorInput };

export const HELP = `Usage: pawl deploy [folder] [options]
       pawl promote <version> [options]
       pawl doctor [options]

deploy                  builds the tasks of a project and uploads them as its new version
  folder                where trigger.config.ts stands (default: here)
promote                 makes a version that is there the current one, newer or older
doctor                  says whether runs can execute on the server, and what to do if not

Options
  -c, --config <path>   another config file
  -a, --api-url <url>   the server (default: TRIGGER_API_URL, else http://localhost:3000)
      --env-file <path> variables for this command (default: .env beside the config)
      --dry-run         build and index, show what would be uploaded, upload nothing
      --skip-promotion  deploy: store the version, leave the current one current
      --look-only       doctor: send no test run through the server
  -h, --help
  -v, --version

Environment
  TRIGGER_SECRET_KEY    the key of the environment to deploy to: dashboard, API keys
  TRIGGER_API_URL       the server (doctor: else PAWL_URL)
  TRIGGER_PROJECT_REF   stands in for "project" of the config
`;

/** @throws UserError for anything that is no command of ours. */
export function readArguments(args: string[]): Command {
  const { values, positionals } = parse(args);
  if (values.version) return { name: "version" };
  const [name, ...rest] = positionals;
  if (values.help || name === undefined) return { name: "help" };
  switch (name) {
    case "deploy":
      return { name, input: deployInput(values, rest) };
    case "promote":
      return { name, input: promoteInput(values, rest) };
    case "doctor":
      return { name, input: doctorInput(values, rest) };
    default:
      throw misused(`There is no command "${name}".`);
  }
}

type Values = ReturnType<typeof parse>["values"];

function deployInput(values: Values, [folder = ".", ...rest]: string[]): DeployInput {
  if (rest.length > 0) throw misused(`pawl deploy takes one folder; got ${rest.length + 1}.`);
  return {
    folder,
    config: values.config,
    apiUrl: values["api-url"],
    envFile: values["env-file"],
    isDryRun: values["dry-run"] ?? false,
    isHeldBack: values["skip-promotion"] ?? false,
  };
}

function promoteInput(values: Values, [version, ...rest]: string[]): PromoteInput {
  if (version === undefined || rest.length > 0) {
    throw misused("pawl promote takes one version, such as 20260312.1.");
  }
  return { version, apiUrl: values["api-url"], envFile: values["env-file"] };
}

function doctorInput(values: Values, rest: string[]): DoctorInput {
  if (rest.length > 0) throw misused("pawl doctor takes no folder.");
  return {
    apiUrl: values["api-url"],
    envFile: values["env-file"],
    isLookOnly: values["look-only"] ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        config: { type: "string", short: "c" },
        "api-url": { type: "string", short: "a" },
        "env-file": { type: "string" },
        "dry-run": { type: "boolean" },
        "skip-promotion": { type: "boolean" },
        "look-only": { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
  } catch (thrown) {
    throw misused(thrown instanceof Error ? (thrown.message.split(". ")[0] ?? "") : String(thrown));
  }
}

function misused(message: string): UserError {
  return new UserError(message, ["pawl --help shows what there is."]);
}
