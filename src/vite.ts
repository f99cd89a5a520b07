// The door `qapi-ts/vite`: a plugin that generates before a build imports what is generated, and again when a schema
// changes. For Vite and whatever else takes Rollup's plugins.
//
// In: a configuration, or the nearest `qapi.config.*`. The types are spelled out, since nobody has to have Vite.

import { resolve } from "node:path";

import type { Outcome } from "./build/bundler.js";
import { generateForBundler } from "./build/bundler.js";
import type { Config } from "./config.js";

/** What a plugin of Rollup is called with, as far as it is used here. */
export interface BuildContext {
  readonly addWatchFile: (path: string) => void;
  readonly warn: (text: string) => void;
  readonly error: (text: string) => never;
}

/** Vite's development server, as far as it is used here. */
export interface DevServer {
  readonly config: { readonly logger: { readonly error: (text: string) => void } };
  readonly ws: { readonly send: (news: { type: "error"; err: { message: string; stack: string } }) => void };
}

/** A plugin for Vite and Rollup. */
export interface QapiPlugin {
  readonly name: string;
  readonly configResolved: (config: { readonly root: string }) => void;
  readonly configureServer: (server: DevServer) => void;
  readonly buildStart: (this: BuildContext) => Promise<void>;
  readonly watchChange: (this: BuildContext, path: string) => Promise<void>;
}

/**
 * Makes the plugin. Paths in `config` are relative to Vite's root, or the current folder; without it the nearest
 * `qapi.config.*` from there holds. Mistakes in a schema or a configuration fail the build.
 */
export function qapi(config?: Config): QapiPlugin {
  let root = ".";
  let server: DevServer | undefined;
  let last: Promise<Outcome> = Promise.resolve({ watched: [] });
  /** One at a time: Vite starts a build for each of its environments. */
  const generate = (context: BuildContext): Promise<Outcome> => {
    last = last.then(({ watched }) => generateForBundler(config, root, watched));
    return last.then((outcome) => {
      for (const path of outcome.watched) context.addWatchFile(path);
      if (outcome.warnings !== undefined) context.warn(outcome.warnings);
      return outcome;
    });
  };
  return {
    name: "qapi-ts",
    configResolved: (resolved) => void (root = resolved.root),
    configureServer: (started) => void (server = started),
    async buildStart() {
      const { failure } = await generate(this);
      if (failure !== undefined) this.error(failure);
    },
    // A build that watches starts again by itself; the development server does not, and must not end.
    async watchChange(path) {
      if (server === undefined || !(await last).watched.includes(resolve(path))) return;
      const { failure: message } = await generate(this);
      if (message === undefined) return;
      server.config.logger.error(message);
      server.ws.send({ type: "error", err: { message, stack: "" } });
    },
  };
}
