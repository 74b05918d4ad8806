import { SDK_VERSION } from "../version.ts";
import { deploy } from "./deploy.ts";
import { doctor } from "./doctor.ts";
import { promote } from "./promote.ts";
import { HELP, readArguments } from "./read-arguments.ts";
import { Terminal } from "./terminal.ts";
import { UserError } from "./user-error.ts";

/** The `pawl` command. Gives the exit code. */
export async function main(args: string[]): Promise<number> {
  const terminal = new Terminal();
  try {
    const command = readArguments(args);
    switch (command.name) {
      case "help":
        terminal.line(HELP);
        return 0;
      case "version":
        terminal.line(SDK_VERSION);
        return 0;
      case "deploy":
        await deploy(command.input, terminal);
        return 0;
      case "promote":
        await promote(command.input, terminal);
        return 0;
      case "doctor":
        return await doctor(command.input, terminal);
    }
  } catch (thrown) {
    if (thrown instanceof UserError) terminal.failure(thrown.message, thrown.advice);
    // Our own fault: whoever reports it needs to say where.
    else console.error(thrown);
    return 1;
  }
}
