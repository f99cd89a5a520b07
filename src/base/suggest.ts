// The nearest of a list of names, for «did you mean».

/** How many candidates are looked at: more than any real schema has, and an end for one that is made to have no end. */
const most = 1000;

/** The candidate that is nearest to `name`, if one is near enough to be what was meant; case counts for little. */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = simplified(name);
  let best: string | undefined;
  let bestDistance = Math.floor(Math.max(wanted.length, 3) / 3) + 1;
  let looked = 0;
  for (const candidate of candidates) {
    if (++looked > most) break;
    if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance + 2) continue;
    const distance = editDistance(wanted, simplified(candidate), bestDistance);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

const simplified = (name: string) => name.toLowerCase().replaceAll("_", "-");

/** Edit distance with swaps of neighbours (Damerau, restricted); gives `limit` as soon as it is sure to reach it. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  if (limit === 1) return a === b ? 0 : limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
