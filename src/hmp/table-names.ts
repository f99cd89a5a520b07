// The tables that every monitor has, and the words that are its own.

/** The table of the first words of lines. */
export const mainTable = "commands";

/** The table of what `query-` commands tell. */
export const infoTable = "info";

/**
 * Words that ask a monitor for help: neither a command nor a sub-table can be called so. `print` and `p` can: the monitor's
 * own give way.
 */
export const helpWords: readonly string[] = ["help", "?"];
