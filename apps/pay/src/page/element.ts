/**
 * What is to be seen, as data, and the few lines that bring a page into line with it. Elements that stay
 * are changed in place, so that focus, choices and what a screen reader reads are left alone.
 */
export interface View {
  readonly tag: string;
  /** Another key is another element, whatever else is the same. */
  readonly key: string | undefined;
  readonly attributes: Attributes;
  readonly children: readonly Child[];
}
export type Child = View | string | null | false;
// A method's parameter is taken either way, so that a listener may name its own kind of event.
type Listener = { of(event: Event): void }["of"];
type Value = string | number | boolean | null | undefined | Listener;
export type Attributes = Readonly<Record<string, Value>>;

export function h(tag: string, attributes: Attributes, ...children: readonly Child[]): View {
  const { key, ...rest } = attributes;
  return { tag, key: key === undefined ? undefined : String(key), attributes: rest, children };
}

const svg = "http://www.w3.org/2000/svg";
const svgTags = new Set(["svg", "path", "circle"]);

/** What is left out keeps its place as an empty text, so that what follows it is not taken for another. */
const shown = (child: Child | undefined): View | string => child || "";

export function patch(into: Element, before: readonly Child[], after: readonly Child[]): void {
  after.forEach((child, at) => {
    const wanted = shown(child);
    const node = into.childNodes[at];
    const was = shown(before[at]);
    if (!node) into.append(create(wanted));
    else if (typeof wanted === "string" && typeof was === "string") {
      if (wanted !== was) node.textContent = wanted;
    } else if (typeof wanted === "object" && typeof was === "object" && isSame(was, wanted)) {
      set(node as Element, was.attributes, wanted.attributes);
      patch(node as Element, was.children, wanted.children);
    } else node.replaceWith(create(wanted));
  });
  while (into.childNodes.length > after.length) into.lastChild?.remove();
}

const isSame = (one: View, other: View): boolean => one.tag === other.tag && one.key === other.key;

function create(wanted: View | string): Node {
  if (typeof wanted === "string") return document.createTextNode(wanted);
  const element = svgTags.has(wanted.tag)
    ? document.createElementNS(svg, wanted.tag)
    : document.createElement(wanted.tag);
  set(element, {}, wanted.attributes);
  patch(element, [], wanted.children);
  return element;
}

function set(element: Element, before: Attributes, after: Attributes): void {
  for (const name of Object.keys({ ...before, ...after })) {
    const value = after[name];
    if (name === "checked") (element as HTMLInputElement).checked = value === true;
    else if (value === before[name]) continue;
    else if (typeof value === "function" || name.startsWith("on")) {
      (element as unknown as Record<string, unknown>)[name] = value ?? null;
    } else if (value === null || value === undefined || value === false) {
      element.removeAttribute(name);
    } else element.setAttribute(name, value === true ? "" : String(value));
  }
}
