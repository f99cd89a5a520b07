import { defineConfig } from "qapi-ts/config";

export default defineConfig({
  schema: "qapi/schema.json",
  out: "src/generated",
  layout: "single",
});
