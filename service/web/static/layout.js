// A text with its sentences and what was left out of it, cut into blocks to be drawn. Knows no document.
//
// Offsets count UTF-16 units, as strings do here; the ledger of an article counts code points and is converted.

/** From an offset in code points to one in UTF-16 units. */
export function unitsOf(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
  const units = [];
  let unit = 0;
  for (const character of text) {
    units.push(unit);
    unit += character.length;
  }
  units.push(unit);
  return (offset) => units[Math.min(offset, units.length - 1)];
}

/** The blocks of a text, in order. A block is a list of pieces: { text, sentence }, { text, reason, offset } or { text }. */
export function blocksOf(text, sentences, removed) {
  const units = unitsOf(text);
  const spans = [
    ...sentences.map((sentence) => ({ start: sentence.offset, end: sentence.offset + sentence.length, sentence })),
    ...removed.map((entry) => ({
      start: units(entry.offset),
      end: units(entry.offset + entry.length),
      reason: entry.reason,
      offset: entry.offset,
    })),
  ].sort((one, other) => one.start - other.start || one.end - other.end);

  const blocks = [];
  let block = [];
  let place = 0;
  let paragraph = null;
  const endBlock = () => {
    if (block.some((piece) => piece.text.trim())) blocks.push(block);
    block = [];
  };
  const gap = (between) => {
    between.split(/(\n)/).forEach((part) => {
      if (part === "\n") endBlock();
      else if (part) block.push({ text: part });
    });
  };

  for (const span of spans) {
    if (span.start < place) continue; // an entry within another
    const between = text.slice(place, span.start);
    const goesOn = span.sentence && span.sentence.paragraph === paragraph && !between.trim();
    if (goesOn) block.push({ text: between });
    else gap(between);
    block.push({ text: text.slice(span.start, span.end), sentence: span.sentence, reason: span.reason, offset: span.offset });
    paragraph = span.sentence ? span.sentence.paragraph : null;
    place = span.end;
  }
  gap(text.slice(place));
  endBlock();
  return blocks;
}
