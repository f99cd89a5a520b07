// What may be left undone. In: something to do. Out: what came of it, or undefined where it failed.

/** Does what may fail without harm; undefined where it does. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
