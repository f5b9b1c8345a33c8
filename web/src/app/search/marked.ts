/** A piece of a text, and whether it is a word that was looked for. */
export interface Piece {
  text: string;
  hit: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}'’\u200c\u200d]+/gu;
/* Accents, apostrophes, the nukta and joiners: what the server passes over too. */
const PASSED_OVER = /[\u0300-\u036f]|['’]|\u093c|\u200c|\u200d/g;

/** Cuts a text into pieces, with the words that were looked for apart; the last may be only begun. */
export function marked(text: string, asked: string): Piece[] {
  const words = wordsOf(asked);
  const last = words.at(-1);
  if (last === undefined) return text ? [{ text, hit: false }] : [];
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: raw, index } of text.matchAll(WORD)) {
    const word = plain(raw);
    if (!words.includes(word) && !word.startsWith(last)) continue;
    if (index > done) pieces.push({ text: text.slice(done, index), hit: false });
    pieces.push({ text: raw, hit: true });
    done = index + raw.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), hit: false });
  return pieces;
}

/** The words to look for; single letters are none. */
export function wordsOf(asked: string): string[] {
  return (asked.match(WORD) ?? []).map(plain).filter((word) => word.length > 1);
}

/** Without case, accents, and what Hindi writes in two ways. */
function plain(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replace(PASSED_OVER, '')
    .replaceAll('\u0901', '\u0902')
    .normalize('NFC');
}
