// First sentences of documentation, as one line of plain text.

import { expect, test } from "vitest";

import { firstSentence } from "../../src/hmp/first-sentence.js";

test.each<[text: string, wanted: string]>([
  ["", ""],
  ["\n\n", ""],
  ["Stop the machine.", "Stop the machine"],
  ["Stop the machine", "Stop the machine"],
  ["Stop it. Then wait.", "Stop it"],
  ["Stop\nthe   machine.\n\nMore of it.", "Stop the machine"],
  ["Is it on? Ask.", "Is it on?"],
  ["Wait! Then go.", "Wait!"],
  ["Take one, e.g. the first, i.e. this. Go.", "Take one, e.g. the first, i.e. this"],
  ["Files vs. folders, cf. below. Go.", "Files vs. folders, cf. below"],
  ["Disks, tapes etc. are listed. Go.", "Disks, tapes etc. are listed"],
  ["Disks, tapes etc. Nothing else.", "Disks, tapes etc"],
  ["Since 2.5 it is so. Go.", "Since 2.5 it is so"],
  ["Read foo.txt first. Go.", "Read foo.txt first"],
  ["Stop (all of them.) Go.", "Stop (all of them.)"],
  ['Say "stop." Go.', 'Say "stop."'],
  ["As follows::\n\n    code", "As follows"],
  ["See @block-commit and @Mood_2, or #Tone; mail me@home.", "See block-commit and Mood_2, or Tone; mail me@home"],
  ["With ``-accel kvm``, *very* **fast**.", "With -accel kvm, very fast"],
  ["A :ref:`manual page <man>`, `a link <http://x>`_ and `plain`.", "A manual page, a link and plain"],
  ["2 * 3 * 4 and a*b*c.", "2 * 3 * 4 and a*b*c"],
  ["Escaped \\*stars\\* stay.", "Escaped *stars* stay"],
  ["A note [1]_ here.", "A note here"],
  [".. note:: not this\n\nBut this.", "But this"],
  [".. warning::\n   not this. Nor this.\n\nBut this. Not more.", "But this"],
  ["Title\n=====\n\nText. More.", "Text"],
  ["= Title\n\nText. More.", "Text"],
  ["One of:\n- a\n- b", "One of"],
  ["- first. More.\n- second", "first"],
  ["Bell \u0007 and\ttab\u0085end.", "Bell and tab end"],
  ["Ünïcode — täxt. Mehr.", "Ünïcode — täxt"],
  ["Not #lower, but #Upper; \\@here.", "Not #lower, but Upper; @here"],
  [`${"word ".repeat(300)}end. Next.`, `${"word ".repeat(300)}end`],
  // What is longer than a line of help ever is, is cut behind a word, or between two characters.
  [`${"word ".repeat(2000)}end. Next.`, `${"word ".repeat(399)}word`],
  ["\u{1f600}".repeat(3000), "\u{1f600}".repeat(2000)],
])("%j", (text, wanted) => expect(firstSentence(text)).toBe(wanted));

test.each([
  "e.g. ".repeat(200_000),
  `\`${" ".repeat(200_000)}`,
  `a\n${" ".repeat(200_000)}b`,
  `\`${"<".repeat(200_000)}`,
  ".".repeat(200_000),
  "``".repeat(50_000),
  "*a".repeat(50_000),
  ":a:`".repeat(50_000),
  "a.".repeat(50_000),
  "@".repeat(100_000),
])("a text of nothing but marks is read to its end", (text) => {
  expect(firstSentence(text)).not.toContain("\n");
});
