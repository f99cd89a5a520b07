// What the lexer of QEMU's JSON finds, and where it can be between two bytes: the tokens, the states, and the way of a number
// through them (`qobject/json-lexer.c`).

/** What the lexer finds. What is a single character has its code. */
export const tokens = {
  /** Nothing: all that came is read. */
  none: 0,
  /** A byte that cannot be there; `problem()` says more. */
  wrong: 1,
  /** A token that is longer than the limit: it is dropped, and what follows is read as if nothing had been before. */
  tooLong: 2,
  string: 34,
  comma: 44,
  float: 46,
  integer: 48,
  colon: 58,
  openList: 91,
  closeList: 93,
  keyword: 97,
  openObject: 123,
  closeObject: 125,
} as const;

/** In the midst of what the lexer is, between two bytes. No state has the number of a token that ends a number. */
export const states = {
  start: 0,
  skipping: 1,
  string: 2,
  escape: 3,
  keyword: 4,
  sign: 5,
  zero: 6,
  digits: 7,
  point: 8,
  fraction: 9,
  e: 10,
  exponentSign: 11,
  exponent: 12,
} as const;

/**
 * What a number's state becomes by a byte: a state, or the token that ends before the byte, or `tokens.wrong`. Behind a
 * single zero no exponent is known (`qobject/json-lexer.c`, IN_ZERO).
 */
export function numberAfter(state: number, code: number): number {
  const isDigit = code >= 48 && code <= 57;
  const isE = (code | 32) === 101;
  switch (state) {
    case states.digits:
      if (isDigit) return state;
      return code === 46 ? states.point : isE ? states.e : tokens.integer;
    case states.zero:
      if (isDigit) return tokens.wrong;
      return code === 46 ? states.point : tokens.integer;
    case states.fraction:
      if (isDigit) return state;
      return isE ? states.e : tokens.float;
    case states.exponent:
      return isDigit ? state : tokens.float;
    case states.sign:
      if (code === 48) return states.zero;
      return isDigit ? states.digits : tokens.wrong;
    case states.point:
      return isDigit ? states.fraction : tokens.wrong;
    case states.e:
      if (code === 43 || code === 45) return states.exponentSign;
      return isDigit ? states.exponent : tokens.wrong;
    default:
      return isDigit ? states.exponent : tokens.wrong;
  }
}
