// Symbols of the C preprocessor, which `'if'` asks about.

/** Whether a text can be the name of a symbol, such as `CONFIG_LINUX`. */
export function isSymbol(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}
