import { execSync } from "node:child_process";

/** Runs once, before all tests. */
export function setup(): void {
  execSync("npx qapi-ts generate", { stdio: "inherit" });
}
