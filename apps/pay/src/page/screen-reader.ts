/** Says something that is not to be seen. The same words twice are heard twice. */
export function createNews(region: Element): (text: string) => void {
  let saying: ReturnType<typeof setTimeout> | undefined;
  return (text) => {
    clearTimeout(saying);
    region.textContent = "";
    saying = setTimeout(() => {
      region.textContent = text;
    }, 100);
  };
}
