import { qapi } from "qapi-ts/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [qapi()],
  build: { lib: { entry: "src/main.ts", formats: ["es"] } },
});
