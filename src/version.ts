// The tool's version, for headers and `--version`; a test holds it to package.json.

/** As in package.json. */
export const version = "0.1.0";
