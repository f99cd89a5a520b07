// Numbers as QEMU's parser keeps them apart: `1` is an integer, `1.0` is not, and no integer type takes it. A `number`
// holds both alike, so a double whose value is an integer comes in a box; all other numbers are what they are.

/** A number that was written with a fraction or an exponent, or as an integer beyond 64 bits, and has an integer's value. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}
