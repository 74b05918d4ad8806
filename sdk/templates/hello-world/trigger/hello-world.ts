import { logger, task } from "@pawl/sdk";

export const helloWorld = task({
  id: "hello-world",
  description: "Says hello. Trigger it from the Test page, with a name or without.",
  run: async ({ name = "world" }: { name?: string } = {}, { ctx }) => {
    logger.info("Somebody wants to be greeted", { name, attempt: ctx.attempt.number });
    console.log("console.log lands on the timeline too");

    return { message: `Hello, ${name}!` };
  },
});
