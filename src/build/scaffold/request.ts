// What the scaffold is asked, and what comes of it.

import type { ConventionOptions } from "../../emit/context.js";
import type { Schema } from "../../schema/model.js";
import type { FileFacts, Insertion } from "./facts.js";
import type { HandlerMethod } from "./handler-methods.js";
import type { Style } from "./style.js";

/** What is asked for. */
export interface ScaffoldRequest {
  /** The schema as it is generated: conditions settled, and only the commands that are wanted. */
  readonly schema: Schema;
  /** For the head of a new file. Default: the root's file name. */
  readonly schemaName?: string | undefined;
  /** The folder that `generate` writes to. */
  readonly out: string;
  /** The person's file. */
  readonly into: string;
  /** Its text; undefined where there is no such file. */
  readonly text: string | undefined;
  /** What is made where there is none. Default: `"class"`. */
  readonly form?: "class" | "object" | undefined;
  /** Which class or object is extended; where the file has none, what a new one is called. */
  readonly name?: string | undefined;
  /** Names of methods, and how imports end: `importExtension` counts where no import of the file shows it. */
  readonly conventions?: ConventionOptions | undefined;
  /** A way of writing, for what the file itself does not show. */
  readonly style?: Partial<Style> | undefined;
}

/** A method that answers nothing. */
export interface StrayMethod {
  readonly name: string;
  /** In the text as it was. */
  readonly line: number;
  /** In the text with the insertions. */
  readonly lineAfter: number;
  /** A method that is missing, and has nearly its name. */
  readonly near: string | undefined;
}

/** What comes of it. */
export interface Scaffolded {
  readonly insertions: readonly Insertion[];
  /** The text with them. */
  readonly text: string;
  readonly form: "class" | "object";
  readonly name: string | undefined;
  /** Whether the class or object itself is new. */
  readonly isNew: boolean;
  readonly added: readonly HandlerMethod[];
  /** How many commands it is to answer. */
  readonly total: number;
  /** Methods that the compiler asks for, and that are not added because a server answers these commands by itself. */
  readonly own: readonly string[];
  readonly strays: readonly StrayMethod[];
}

/** A file with its facts. */
export interface Given {
  readonly request: ScaffoldRequest;
  readonly facts: FileFacts;
  readonly text: string;
}
