/** What is to be looked for in the page itself; these functions run there, and see nothing else of this file. */

/** Texts that are hard to read against what is behind them, or small; things that are hard to hit. */
export function hardToUse(): string[] {
  const found: string[] = [];
  const rgb = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
  const light = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = rgb(color).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string): number => {
    const [more = 1, less = 1] = [light(one), light(other)].toSorted((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
  };
  const behind = (element: Element): string => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (rgb(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  for (const element of document.querySelectorAll("#page *")) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.width < 2 || style.visibility === "hidden") continue;
    const text = [...element.childNodes]
      .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
      .map(({ textContent }) => textContent?.trim())
      .join("");
    const what = `${element.tagName} ${text || element.className}`;
    if (text !== "") {
      const ratio = contrast(style.color, behind(element));
      if (ratio < 4.5) found.push(`${what}: contrast ${ratio.toFixed(2)}`);
      if (Number.parseFloat(style.fontSize) < 16) found.push(`${what}: ${style.fontSize}`);
    }
    if (element.matches("button, a, .choice, label.button")) {
      if (box.height < 44 || box.width < 44) found.push(`${what}: ${box.width}x${box.height}`);
      const { borderTopColor: border, borderTopWidth: width } = style;
      const isEdge = width !== "0px" && rgb(border)[3] !== 0;
      if (isEdge && contrast(border, behind(element.parentElement ?? element)) < 3)
        found.push(`${what}: the border cannot be seen`);
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide`);
  return found;
}

/** Buttons that lie over a text. */
export function overlaps(): string[] {
  const boxes = [...document.querySelectorAll("dt, dd > span, .copy")].map((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return { text: element.textContent ?? "", box: range.getBoundingClientRect() };
  });
  return boxes.flatMap(({ text, box }, at) =>
    boxes
      .slice(at + 1)
      .filter(
        ({ box: other }) =>
          box.left < other.right - 1 &&
          other.left < box.right - 1 &&
          box.top < other.bottom - 6 &&
          other.top < box.bottom - 6,
      )
      .map((other) => `${text} / ${other.text}`),
  );
}
