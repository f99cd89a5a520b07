// What differs between QEMU's releases, as one table; every other rule is the same in all of them.

import type { Release } from "./vocabulary.js";

/** The rules of a release that are no matter of doc comments. */
export interface ReleaseRules {
  /** A union may be a branch of a union. */
  readonly unionInUnion: boolean;
  /** Members with an `if` need `boxed` data. */
  readonly conditionNeedsBoxed: boolean;
  /** A schema takes 64 distinct feature names. */
  readonly featureLimit: number | undefined;
  /** The pragma `documentation-exceptions` exists. */
  readonly documentationExceptions: boolean;
  /** The C prefix of the predefined enum `QType`, seen in dumps. */
  readonly qtypePrefix: string | undefined;
  /** Members without description are errors. */
  readonly membersDocumented: boolean;
}

const newer: ReleaseRules = {
  unionInUnion: true,
  conditionNeedsBoxed: true,
  featureLimit: 64,
  documentationExceptions: true,
  qtypePrefix: undefined,
  membersDocumented: true,
};

/** By release; the newest last. */
export const releases: Readonly<Record<Release, ReleaseRules>> = {
  "7.2": {
    unionInUnion: false,
    conditionNeedsBoxed: false,
    featureLimit: undefined,
    documentationExceptions: false,
    qtypePrefix: "QTYPE",
    membersDocumented: false,
  },
  "10.0": newer,
  "10.2": newer,
};

const known = Object.keys(releases) as readonly Release[];

/** The releases that are told apart, for messages. */
export const knownReleases = known.join(", ");

/** The newest release that is known. */
export const newestRelease: Release = known.at(-1)!;

/**
 * The known release whose rules an arbitrary QEMU version follows: itself, or the nearest older one; the oldest known
 * for one that is older still. Undefined for text that is no version, such as `ten`.
 */
export function releaseOf(version: string): Release | undefined {
  const numbers = readVersion(version);
  if (numbers === undefined) return undefined;
  const wanted = rank(...numbers);
  return known.findLast((release) => rank(...(release.split(".") as [string, string])) <= wanted) ?? known[0];
}

/** The two numbers of a QEMU version that matter. Throws: RangeError for text that is no version. */
export function qemuVersion(version: string): { readonly major: number; readonly minor: number } {
  const numbers = readVersion(version);
  if (numbers === undefined) throw new RangeError(`'${version}' is no QEMU version; known: ${knownReleases}`);
  return { major: Number(numbers[0]), minor: Number(numbers[1]) };
}

function readVersion(version: string): readonly [major: string, minor: string] | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.\d+)*$/.exec(version);
  return match === null ? undefined : [match[1]!, match[2] ?? "0"];
}

const rank = (major: string, minor: string) => Number(major) * 1000 + Number(minor);
