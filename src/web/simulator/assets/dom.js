/** An element with a class and children; texts of people only ever become text. */
export function make(name, className = "", ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** What a machine calls something: read from the left wherever it stands. */
export function code(content) {
  const made = make("code", "", content);
  made.dir = "ltr";
  return made;
}

const bubble = document.querySelector("#state .icon").cloneNode(true);

/** The drawing of a speech bubble, for a screen that is still empty. */
export function bubbleIcon() {
  return bubble.cloneNode(true);
}
