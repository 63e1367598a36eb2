/** Widths of the characters from space to tilde, in thousandths of the font size: Arial, and fonts made to fit it. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const OTHER = 600;
const BOLD = 1.08;

/** How wide a line of text is drawn, without asking a browser: the same picture comes out everywhere. */
export function textWidth(text: string, fontSize: number, weight: 'normal' | 'bold' = 'normal'): number {
  const thousandths = [...text].reduce((sum, char) => sum + (WIDTHS[char.charCodeAt(0) - 32] ?? OTHER), 0);
  return (thousandths / 1000) * fontSize * (weight === 'bold' ? BOLD : 1);
}

/** Breaks a text between words into as few lines as `maxWidth` allows, of nearly equal width. */
export function wrapText(text: string, fontSize: number, maxWidth: number): readonly string[] {
  if (text === '') return [];
  const words = text.split(' ');
  const lineCount = filled(words, fontSize, maxWidth).length;
  let width = textWidth(text, fontSize) / lineCount;
  while (width < maxWidth && filled(words, fontSize, width).length > lineCount) width += 4;
  return filled(words, fontSize, Math.min(width, maxWidth));
}

function filled(words: readonly string[], fontSize: number, maxWidth: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last !== undefined && textWidth(longer, fontSize) <= maxWidth) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
