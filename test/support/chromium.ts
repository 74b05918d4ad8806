import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Of what the package starts it with. */
const LEFT_OUT = [
  // In one process all contexts share cookies that scripts write, and six connections to a server.
  "--single-process",
  // An emulated GPU takes half of the browser's time; plain drawing takes a tenth.
  "--in-process-gpu",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
];

/** A real Chromium, from an npm package. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      ...chromium.args.filter((argument) => !LEFT_OUT.includes(argument)),
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-quic",
    ],
    headless: true,
  });
}
