// The pages can be read without this: it finds, copies, and folds the contents away on a phone.

const contents = document.querySelector(".contents");
const menu = document.querySelector(".menu");
const side = document.querySelector(".side");

menu.hidden = false;
side.classList.add("folds");
const fold = (open) => {
  menu.setAttribute("aria-expanded", String(open));
  side.classList.toggle("open", open);
};
menu.addEventListener("click", () => fold(menu.getAttribute("aria-expanded") !== "true"));
side.addEventListener("click", (event) => {
  if (event.target.closest("a")) fold(false);
});

for (const figure of document.querySelectorAll("figure.code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  const label = figure.querySelector("figcaption").textContent;
  button.setAttribute("aria-label", `Copy: ${label}`);
  const tell = (outcome) => {
    button.textContent = outcome;
    setTimeout(() => (button.textContent = "Copy"), 1500);
  };
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(figure.querySelector("pre").textContent).then(
      () => tell("Copied"),
      () => tell("Not allowed"),
    );
  });
  figure.append(button);
}

const entries = [...(contents?.querySelectorAll("li > a") ?? [])].flatMap((link) => {
  const target = document.getElementById(link.hash.slice(1));
  return target?.dataset.find === undefined
    ? []
    : [{ item: link.parentElement, target, text: target.textContent.toLowerCase() }];
});

if (entries.length > 4) {
  const find = contents.querySelector(".find");
  const input = find.querySelector("input");
  const found = contents.querySelector(".found");
  const groups = [...document.querySelectorAll(".contents section, section.group")];
  find.hidden = false;
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { item, target, text } of entries) {
      const hit = words.every((word) => text.includes(word));
      item.hidden = !hit;
      target.hidden = !hit;
      count += Number(hit);
    }
    for (const group of groups) {
      const its = entries.filter(
        ({ item, target }) => group.contains(item) || group.contains(target),
      );
      group.hidden = its.length > 0 && its.every(({ target }) => target.hidden);
    }
    found.textContent = words.length === 0 ? "" : `${count} of ${entries.length}`;
  });
  document.addEventListener("keydown", (event) => {
    if (
      event.key === "/" &&
      !event.ctrlKey &&
      !event.metaKey &&
      !/^(?:INPUT|TEXTAREA)$/.test(event.target.tagName)
    ) {
      event.preventDefault();
      if (menu.offsetParent !== null) fold(true);
      input.focus();
    } else if (event.key === "Escape" && event.target === input) {
      input.value = "";
      input.dispatchEvent(new Event("input"));
    }
  });
}
