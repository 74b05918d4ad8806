import { describe, expect, it } from "vitest";
import { welcome } from "#worker/startup/welcome.ts";

const up = {
  url: "http://localhost:3000",
  signInToken: "token-1",
  seconds: 4.26,
  database: "embedded PostgreSQL 18",
};

describe("welcome", () => {
  it("shows the way in, the key and a command that can be copied", () => {
    const text = welcome({ ...up, secretKey: "tr_dev_secret" });
    expect(text).toContain("Pawl is ready in 4.3 s  ·  embedded PostgreSQL 18");
    expect(text).toContain("  http://localhost:3000/sign-in/link?token=token-1\n");
    expect(text).toContain("  tr_dev_secret\n");
    const command = text.slice(text.indexOf("curl"), text.indexOf("Ctrl-C"));
    expect(command).toMatch(
      /^curl -X POST http:\/\/localhost:3000\/api\/v1\/tasks\/hello-world\/trigger \\\n\s+-H "Authorization: Bearer tr_dev_secret" \\\n/,
    );
  });

  it("leaves key and command out where the example project is gone", () => {
    const text = welcome({ ...up, secretKey: undefined });
    expect(text).toContain("sign-in/link?token=token-1");
    expect(text).not.toMatch(/curl|undefined|secret key/);
  });
});
