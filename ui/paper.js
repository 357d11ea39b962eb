// Draws typed blocks as a page of text. Everything a document says goes in through textContent,
// so nothing in it can become an element, a link, a picture or a request.

const BLOCKS = new Set(["title", "heading", "subheading", "line", "item", "gap", "note", "rule", "row"]);
const ROLES = new Set(["passage", "word", "soft", "tag", "alert", "strong", "cite", "open", "hit"]);

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".paper");
  const choose = (value) => setTriggerValue("chosen", value);
  const sheet = make("div", `sheet ${data.look}`);
  sheet.append(...data.blocks.map((block) => drawn(block, choose)));
  const parts = data.contents.length ? [contents(data.contents, sheet), sheet] : [sheet];
  const scrolled = root.dataset.shown === data.name;
  root.dataset.shown = data.name;
  root.className = data.contents.length ? "paper with-contents" : "paper";
  root.replaceChildren(...parts);
  const marked = sheet.querySelector(".aim");
  if (marked && !scrolled) settled(sheet).then(() => marked.scrollIntoView({ block: "center" }));
}

// After the pictures have their height and the drawer has slid in.
function settled(sheet) {
  const pictures = [...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => {}));
  return Promise.all([...pictures, new Promise((done) => setTimeout(done, 250))]);
}

function make(tag, look, text) {
  const element = document.createElement(tag);
  if (look) element.className = look;
  if (text) element.textContent = text;
  return element;
}

function drawn(block, choose) {
  if (block.kind === "grid") return grid(block, choose);
  if (block.kind === "fold") return fold(block, choose);
  if (block.kind === "picture") return picture(block);
  const tags = { title: "h1", heading: "h2", subheading: "h3" };
  const element = make(tags[block.kind] || "div", BLOCKS.has(block.kind) ? block.kind : "line");
  if (block.aim) element.classList.add("aim");
  if (block.anchor) element.dataset.anchor = block.anchor;
  element.append(...spoken(block.runs, choose));
  return element;
}

function spoken(runs, choose) {
  return runs.map((run) => {
    const role = ROLES.has(run.role) ? run.role : "";
    if (role === "cite" || role === "open") {
      const button = make("button", role, run.text);
      button.type = "button";
      button.title = run.hint || "";
      button.addEventListener("click", () => choose(run.value));
      return button;
    }
    if (role === "passage" || role === "word") return make("mark", role, run.text);
    return make("span", role, run.text);
  });
}

function grid(block, choose) {
  const holder = make("div", "grid");
  if (block.caption) holder.append(make("div", "caption", block.caption));
  const table = make("table");
  const head = make("thead");
  for (const row of block.header) head.append(line(row, "th", choose));
  const body = make("tbody");
  block.rows.forEach((row, index) => {
    const drawnRow = line(row, "td", choose);
    if (block.marked.includes(index)) drawnRow.classList.add("marked");
    if (block.marked[0] === index) drawnRow.classList.add("aim");
    body.append(drawnRow);
  });
  table.append(head, body);
  holder.append(table);
  return holder;
}

function line(cells, tag, choose) {
  const row = make("tr");
  for (const cell of cells) {
    const element = make(tag);
    element.append(...spoken(cell, choose));
    const taken = width(element.textContent);
    if (taken <= 16) element.className = "short";
    if (taken > 24) element.className = "long";
    row.append(element);
  }
  return row;
}

// Columns of a terminal: Chinese characters take two.
function width(text) {
  return [...text].reduce((sum, character) => sum + (character >= "\u2e80" ? 2 : 1), 0);
}

function fold(block, choose) {
  const details = make("details");
  details.append(make("summary", "", block.summary), ...block.blocks.map((inner) => drawn(inner, choose)));
  if (block.anchor) details.dataset.anchor = block.anchor;
  return details;
}

function picture(block) {
  const figure = make("figure");
  if (block.source.startsWith("data:image/")) {
    const image = make("img");
    image.src = block.source;
    image.alt = block.words;
    figure.append(image);
  }
  if (block.caption) figure.append(make("figcaption", "", block.caption));
  if (typeof block.at === "number") {
    const spot = make("div", "spot aim");
    spot.style.top = `${block.at * 100}%`;
    figure.append(spot);
  }
  return figure;
}

function contents(entries, sheet) {
  const list = make("nav", "contents");
  for (const entry of entries) {
    const button = make("button");
    button.type = "button";
    button.append(make("span", "name", entry.text), make("span", entry.alert ? "count alert" : "count", entry.note));
    button.addEventListener("click", () => {
      const target = [...sheet.querySelectorAll("[data-anchor]")].find((one) => one.dataset.anchor === entry.anchor);
      if (target?.tagName === "DETAILS") target.open = true;
      target?.scrollIntoView({ block: "start", behavior: "smooth" });
    });
    list.append(button);
  }
  return list;
}
