import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { test } from "vitest";
import { oddStatements, plainStatements } from "./arbitraries.js";
import { render } from "../../src/emit/render.js";
import { renderReference } from "../../src/emit/reference.js";
test("fuzz", { timeout: 6000000 }, async () => {
  const stats = { plain: 0, plainDeclined: 0, odd: 0, oddDeclined: 0, bad: 0, fast: 0 };
  let report = "";
  for (const [name, arb] of [["plain", plainStatements], ["odd", oddStatements]] as const) {
    const samples = fc.sample(arb, { numRuns: Number(process.env.RUNS ?? 400), seed: Number(process.env.SEED ?? 1) });
    for (const list of samples) for (const st of list) {
      stats[name]++;
      const draft = { path: "x.ts", statements: [st] };
      const fast = render(draft);
      let want: string;
      try { want = await renderReference(draft); } catch (error) { want = `ERROR ${(error as Error).message.split("\n")[0]}`; }
      if (fast === undefined) { stats[`${name}Declined`]++; if (name === "plain") report += `--- declined\n${JSON.stringify(st)}\n`; continue; }
      if (fast !== want) { stats.bad++; report += `=== ${name} ${JSON.stringify(st)}\n--- want\n${want}\n--- got\n${fast}\n`; }
    }
  }
  writeFileSync("/tmp/fz/report.txt", report);
  console.log(JSON.stringify(stats));
});
