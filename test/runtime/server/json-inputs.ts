// Inputs for readers of QEMU's JSON, right and wrong: for unit tests, and for the comparison with a real QEMU. An input is
// a string of one character for each byte.

/** Inputs with two blanks or more between them; `<FF 0A>` are bytes. */
function inputs(text: TemplateStringsArray): readonly string[] {
  const bytes = (_: string, digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex").toString("latin1");
  const parts = text.raw[0]!.trim().split(/\s*\n\s*| {2,}/);
  return parts.map((part) => part.replace(/<([\dA-F]{2}(?: [\dA-F]{2})*)>/g, bytes));
}

/** The bytes of UTF-8. */
export const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

/** The bytes of an input. */
export const bytesOf = (input: string): Uint8Array => Buffer.from(input, "latin1");

/** A message that has a value in it. */
export const asId = (value: string): string => `{"execute":"query-name","id":${value}}`;

/** What may be in the place of a value, most of it wrong. */
export const values = {
  /** What begins like a number. */
  numbers: inputs`
    0  -0  1  -1  42  007  00  01  -01  -00  +1  -  --  --1  -a  1a  1-  1-2  1.0  1.5  -1.5  .5  5.  5.e1  -.5
    1.5.5  0.0  -0.0  0.1  0.50  1e5  1E5  1e+5  1E-5  1e  1e+  1e-  1e+-1  1e5.5  1e05  0e5  -0e5  0E1  0.0e5
    0.5e1  10e0  1.0e2  1.25e2  00e1  1e400  -1e400  1.5e309  1e-400  -1e-400  5e-324  2.4e-324
    1.7976931348623157e308  1.7976931348623159e308  9007199254740991  9007199254740992  9007199254740993
    -9007199254740991  -9007199254740993  9223372036854775807  9223372036854775808  -9223372036854775808
    -9223372036854775809  18446744073709551615  18446744073709551616  -18446744073709551615  99999999999999999999
    123456789012345678901234567890  1000000000000000000000  100000000000000000000000  347.032  3.14159265358979
    1125899906842624.25  1125899906842624.75  0.30000000000000004  1e16  1e17  1e18  12345678901234567.0  1e21  1e22
    0.0001  0.00001  0.000123  1e-5  1e-7  123e-20  1e100  1.1e-100  4.35  100.0  1e15  123456789.125  0.1e1
    1000000000000000000000000000000.5  0.0000000000000000000000000000001
  `,
  /** Keywords, and bytes with which no value begins. */
  words: inputs`
    true  false  null  True  TRUE  tru  truee  nul  nulll  nil  undefined  NaN  nan  Infinity  infinity  inf  -inf
    -Infinity  true1  1true  true,false  nulltrue  t  n  x  0x10  0b1  1n  1_000  %d  %s  %  '  "  \  /  ~  #  !  @
    &  |  ;  (  )  =  ?  <60>  ^  <24>  *  .  +  // a comment<0A>1  /* a comment */ 1
  `,
  /** Quotes of both kinds. */
  strings: inputs`
    ""  "a"  'a'  ''  "it's"  'say "a"'  "\""  '\''  "\'"  '\"'  "a'b"  'a"b'  "a"  "b"  'a'  'b'  "a'  'a"
  `,
  /** Escapes, known and unknown, with characters and without. */
  escapes: inputs`
    "\\"  "\/"  "/"  "\b\f\n\r\t"  "\a"  "\0"  "\v"  "\x41"  "\U0041"  "\"  "\\\"  "\u0041"  "\u00e9"  "\u00E9"
    "\u20AC"  "\u0000"  "a\u0000b"  "\u001f"  "\u007F"  "\u0080"  "\u12G4"  "\u12"  "\u"  "\u123"  "\u 041"
    "\u+041"  "\u-041"  "\u004"1  "\\u0041"  "\ud83d\ude00"  "\uD83D\uDE00"  "\ud83d"  "\ude00"  "\ude00\ud83d"
    "\ud83d\ud83d"  "\ud83dx"  "\ud83d\n"  "\ud83d\u0041"  "\ud83d\u12"  "\ud83d\\ude00"  "\udbff\udfff"
    "\udbff\udffd"  "\ufdcf"  "\ufdd0"  "\ufdef"  "\ufdf0"  "\uffff"  "\ufffe"  "\ufffd"  "\ufeff"  "\ud83f\udffe"
    "\ud83f\udfff"  "\ud83f\udffd"  "\ud800\udc00"  "\ue000"  "\ud7ff"  "\u2028"
  `,
  /** UTF-8, ill-formed bytes, and bytes that no string may have as they are. */
  encodings: inputs`
    "<C3 A9>"  "<E2 82 AC>"  "<F0 9F 98 80>"  "<C2 80>"  "<DF BF>"  "<E0 A0 80>"  "<ED 9F BF>"  "<EE 80 80>"
    "<EF B7 8F>"  "<EF B7 90>"  "<EF B7 AF>"  "<EF B7 B0>"  "<EF BB BF>"  "a<EF BF BD>b"  "a<EF BF BE>b"
    "a<EF BF BF>b"  "a<F0 90 80 80>b"  "a<F0 9F BF BD>b"  "a<F0 9F BF BE>b"  "a<F4 8F BF BD>b"  "a<F4 8F BF BF>b"
    "a<7F>b"  "<80>"  "<BF>"  "<C0>"  "<C1>"  "<C3>"  "<E2 82>"  "<F0 9F 98>"  "<C0 80>"  "<C0 81>"  "<C1 BF>"
    "x<E0 80 80>"  "x<E0 9F BF>"  "x<E0 A0 80>"  "x<ED 9F BF>"  "x<ED A0 80>"  "x<ED BF BF>"  "<F0 80 80 80>"
    "<F0 8F BF BF>"  "<F0 90 80 80>"  "<F4 8F BF BD>"  "<F4 90 80 80>"  "<F5 80 80 80>"  "<F8 88 80 80 80>"
    "<FC 84 80 80 80 80>"  "<FD BF BF BF BF BF>"  "<C3 C3 A9>"  "<C3>a"  "<E2>a<82 AC>"  "<E2 82>\u0041"  "\<C3 A9>"
    "\<80>"  "<FE>"  "<FF>"  "a<FE>b"  "\<FF>"  "<00>"  "<01>"  "<09>"  "<0A>"  "<0D>"  "<0D 0A>"  "<1F>"  " "
    "<7F>"  "\<0A>"  "\<09>"  "a<0A>b"  'a<0A>b'  '<FF>'  '\ud83d\ude00'  '\u0000'  '<C3 A9>'  '%s'  "%s"  "%d%%"
    "\%"
  `,
  /** Objects and arrays. */
  containers: inputs`
    []  [ ]  {}  { }  [1]  [1,2]  [1, 2 , 3]  [1,]  [,1]  [,]  [1 2]  [1,,2]  [1;2]  [[]]  [[],{}]  [  ]  {  }  [}
    [}]  {]  {]}  {[}]  [{]}  [[}}  {{]]  {{}  {}}  []]  [[]  ][  {"a":1}  {'a':1}  {"a":1,"b":2}  {"b":1,"a":2}
    {"a" : 1 , "b" : [ ] }  {"a":1,}  {,"a":1}  {,}  {"a"}  {"a":}  {"a",1}  {"a" 1}  {"a"::1}  {"a":1:2}
    {"a":1 "b":2}  {"a":1;"b":2}  {:1}  {"a":,"b":1}  {a:1}  {1:1}  {null:1}  {true:1}  {[]:1}  {{}:1}  {1.5:1}
    {"a":1,2:3}  {"":1}  {"":{"":{"":""}}}  {"a":"b":"c"}  {"a":1,"a":2}  {"a":1,"\u0061":2}  {"a":1,"b":{"a":1}}
    {"b":{"a":1,"a":2}}  {"a":1,"a":}  {"a":1,"a":[}}  {'a':1,"a":2}  {"a\u0000":1,"a":2}  {"\u0000":1,"<C0 80>":2}
    {"__proto__":1}  {"__proto__":{"a":1},"constructor":2,"toString":3}  {"__proto__":1,"__proto__":2}
    {"toString":1,"toString":2}  {"1":1,"0":2}  {"a":{"b":{"c":[1,{"d":2.50}]}}}  {"execute":1,"id":2,"error":3}
    {"<C3 A9>":1,"\u00e9":2}  {"<C3 A9 E2 82 AC F0 9F 98 80>":"x"}  {"a":"b\"},{","c":1}
  `,
  /** Long ones. */
  long: [
    "9".repeat(400),
    `{${Array.from({ length: 40 }, (_, at) => `"key-${at * 7}":${at}`).join()}}`,
    `[${Array.from({ length: 300 }, (_, at) => at - 150).join()}]`,
    `"${"x".repeat(3000)}"`,
    `"${"\\n".repeat(500)}"`,
    `"${utf8("é").repeat(500)}"`,
    `'${"x".repeat(40)}"${"y".repeat(40)}'`,
  ],
} as const;

/** Whole inputs: how messages begin, end and follow each other, and where reading goes on after a mistake. */
export const messages = {
  /** One token or two, at the top. */
  single: inputs`
    {}  []  42  -1  1.5  true  null  nil  []  x  "x"  'x'  ]  }  ,  :  ]]  }}  ,,  ::  ]},  [1]  [1  {"a"  "abc
    'abc
  `,
  /** Values that follow each other. */
  followed: inputs`
    42 43  42<0A>43  1,2  true false  true,  {}{}  {} {}  {}<0A>{}  {},{}  []{}  {}:  1{}  "a"{}  "a""b"  nullnull
    null[]
  `,
  /** Bytes between messages, and behind a wrong one. */
  bytes: inputs`
    <00>  <01>  <04>  <04 04>  <09>  <20>  <0A>  <0D 0A>  <0B>  <0C>  <1F>  <7F>  <FF>  <FE>  <FF FF>  <EF BB BF>
    <C3 A9>  <C2 A0>  <E2 80 A8>  <80>  A  AB  A B  A<09>B  A<0A>B  A<01>B  A<FF>B  A<7F>B  A<0D 0A 0D 0A>B
  `,
  /** Bytes that cannot be, and where reading goes on behind them. */
  mistakes: inputs`
    A]B  A[B  A{B  A}B  A,B  A:B  A"B  A'B  A 1  A<0A>1  A,1  A "a":1  A"]"B  A[]  A]]]]  A{}  -]  -}  -,  --,
    -<0A>  1.]  1.,1  1e]  1e+,  01]  0]  0x]  0X1]  1.5.5,  1..5  1e5e5  1ee5  -x  {"a":-}  {"a":01}
    {"a":01,"b":2}  {"a":A,"b":[1,{"c":2}]}  [1,A,2,"x",3]  {"a":A<0A>{}  [1,2,A<0A>3,4]  {"a":"<0A>{}
    {"a":"b<09>c"}  {"a":"b<0A>c"}  {"a":"b<01>c","d":1}  {"a":"b<FF>c"}  ["a<FE>b"]  ["a<0A>b","c"]  {<04>}  [<04>]
    {"a"<04>:1}  {"a":1<04>{}  [1,2<FF>[3]  [1<FF>  [<FF>]  {"a":tRue}  [TRUE]  ["a" B "c"]  {a:A}  [1,2}]  {"a":1]}
    [{},{},{}}]
  `,
  /** Brackets too many and too few. */
  brackets: inputs`
    [[[[[  ]]]]]  {{{{{  }}}}}  [{[{  [[1,2],[3,4]  {"a":{"b":{"c":1}}  [1,2]]  {"a":1}}  [[1,A],[2]]  [[1}]}
  `,
  /** Whole requests. */
  envelopes: inputs`
    {"execute":"query-name"}  {"execute":"query-name","arguments":{}}
    {"execute":"query-name","arguments":{"a":1},"id":1}  {"execute":"query-name","arguments":[],"id":1}
    {"execute":"query-name","bogus":1,"id":1}  {"execute":"query-nam","id":"it"}
    {"execute":["query-name"],"id":"it"}  {"id":"alone"}  {'execute':'query-name','id':'single'}
    {"exec\u0075te":"query\u002dname","\u0069d":3}  {"execute":"query-name","id":1,"id":2}
    {"execute":"query-name","id":1}{"execute":"query-name","id":2}{"execute":"query-name","id":3}
    <EF BB BF>{"execute":"query-name","id":"behind a mark"}
    {"execute":<0A 09>"query-name"<0D 0A>,<0A>"id"<0A>:<0A>[<0A>1<0A>,<0A>2<0A>]<0A>}
    {"execute":"query-name","id":"a<0A>b"}{"execute":"query-name","id":4}
    {"execute":"query-name","id":01}{"execute":"query-name","id":5}
    {"execute":"query-name","id":"\x"}{"execute":"query-name","id":6}
  `,
  /** At the limit of nesting, and one beyond. */
  nested: [
    "[".repeat(1024) + "]".repeat(1024),
    "[".repeat(1025) + "]".repeat(1025),
    `${'{"a":'.repeat(1024)}1${"}".repeat(1024)}`,
    `${'{"a":'.repeat(1025)}1${"}".repeat(1025)}`,
    `${'[{"a":'.repeat(512)}1${"}]".repeat(512)}`,
    `${'[{"a":'.repeat(513)}1${"}]".repeat(513)}`,
    asId("[".repeat(1023) + "]".repeat(1023)),
    asId("[".repeat(1024) + "]".repeat(1024)),
    "[".repeat(2050) + asId("7"),
  ],
} as const;

/** All inputs as whole ones. */
export const allInputs: readonly string[] = [
  ...Object.values(values).flat().map(asId),
  ...Object.values(messages).flat(),
];
