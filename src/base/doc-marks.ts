// QAPI's own marks in the text of doc comments (QEMU's manual, "Documentation markup"): `@name` for a member, an argument
// or a definition, and `#Name` as older schemas have it for a type. In each, the name is the first group. What stands in
// backticks, or behind another word or a backslash, is no mark.

/** `@name`. */
export const memberMark = /(?<![\w@.`\\])@([A-Za-z_][\w-]*)/g;

/** `#Name`; in small letters it may be anything, such as `#include`. */
export const typeMark = /(?<![\w#&`\\])#([A-Z][\w-]*)/g;
