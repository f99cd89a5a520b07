// What a user says about monitor commands that the schema does not: by QMP command. The C tree's own conventions and its
// history are no facts of a schema, so nothing of them is built in.

/** How one QMP command is to be had in the monitor; `"none"` for not at all. */
export type HmpCommandConfig = HmpEntryConfig | "none";

/** Configuration by the name of a QMP command. */
export type HmpConfig = Readonly<Record<string, HmpCommandConfig>>;

/** What differs from what is derived from the schema. */
export interface HmpEntryConfig {
  /** The monitor's name for it. Default: its QMP name; of `query-x-y`, `x_y` in the table `info`. */
  readonly name?: string | undefined;
  /** More names, such as `q` for `quit`. */
  readonly aliases?: readonly string[] | undefined;
  /** What `help` says of it. Default: the first sentence of its documentation. */
  readonly help?: string | undefined;
  /** What `help` says of its arguments, such as `[-f] device`. Default: made of the arguments. */
  readonly params?: string | undefined;
  /** By member: how it is given, as `args_type` has it behind the colon (`B`, `o?`, `-f`, `-fs`); `"none"` for not at all. */
  readonly letters?: Readonly<Record<string, string>> | undefined;
  /** `p` where it may be used before the machine is made (`-preconfig`), else empty. Default: `allow-preconfig`. */
  readonly flags?: string | undefined;
  /** The table that it goes into: `commands` for the first word of a line, else a sub-table's name, such as `info`. */
  readonly table?: string | undefined;
}
