import { SDK_VERSION } from "../version.ts";
import { deploy } from "./deploy.ts";
import { HELP, readArguments } from "./read-arguments.ts";
import { Terminal } from "./terminal.ts";
import { UserError } from "./user-error.ts";

/** The `pawl` command. Gives the exit code. */
export async function main(args: string[]): Promise<number> {
  const terminal = new Terminal();
  try {
    const command = readArguments(args);
    if (command.name === "help") terminal.line(HELP);
    else if (command.name === "version") terminal.line(SDK_VERSION);
    else await deploy(command.input, terminal);
    return 0;
  } catch (thrown) {
    if (thrown instanceof UserError) terminal.failure(thrown.message, thrown.advice);
    // Our own fault: whoever reports it needs to say where.
    else console.error(thrown);
    return 1;
  }
}
