// Which build of the tool this is: what another build wrote is not taken for up to date. The bundler writes it anew.

/** A digest of the built code; `source` where it is not built, and then nothing is remembered. */
export const buildId: string = "source";
