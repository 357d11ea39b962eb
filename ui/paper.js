// Draws typed blocks as a page of text. Everything a document says goes in through textContent,
// so nothing in it can become an element, a link, a picture or a request.

const BLOCKS = new Set(["title", "heading", "subheading", "line", "item", "gap", "note", "rule", "row"]);
const ROLES = new Set(["passage", "word", "soft", "tag", "alert", "strong", "cite", "open", "hit", "whole", "note"]);

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".paper");
  const choose = (value) => setTriggerValue("chosen", value);
  const sheet = make("div", `sheet ${data.look}`);
  sheet.append(...data.blocks.map((block) => drawn(block, choose)));
  const parts = data.contents.length ? [contents(data.contents, sheet), sheet] : [sheet];
  sheet.classList.toggle("latin", latin(sheet.textContent));
  const scrolled = root.dataset.shown === data.name;
  root.dataset.shown = data.name;
  root.className = data.contents.length ? "paper with-contents" : "paper";
  root.replaceChildren(...parts);
  const marked = sheet.querySelector(".aim");
  if (marked && !scrolled) settled(sheet).then(() => inSight(marked) || marked.scrollIntoView({ block: "center" }));
}

// Chinese fonts draw “ and ’ as wide as a character: an English text takes its letters from a Latin font.
function latin(text) {
  return (text.match(/[\u3400-\u9fff]/g) || []).length * 10 < text.length;
}

// What can be read already does not move.
function inSight(element) {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= window.innerHeight - 24;
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
    return make("span", role === "note" ? "aside" : role, run.text);
  });
}

function grid(block, choose) {
  const holder = make("div", "grid");
  if (block.caption) holder.append(make("div", "caption", block.caption));
  const columns = Math.max(0, ...[...block.header, ...block.rows].map((row) => row.length));
  const table = make("table", columns > 6 ? "wide" : columns > 4 ? "many" : "");
  const head = make("thead");
  const body = make("tbody");
  head.append(...block.header.map((row) => line(row, "th", choose)));
  body.append(...block.rows.map((row) => line(row, "td", choose)));
  for (const index of block.marked) body.rows[index]?.classList.add("marked");
  for (const index of block.marked_header) head.rows[index]?.classList.add("marked");
  (body.querySelector(".marked") || head.querySelector(".marked"))?.classList.add("aim");
  joined([...head.rows]);
  for (const row of body.rows) spread(row);
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

// A merged heading, repeated in every cell it covers, is drawn once.
function joined(rows) {
  const cells = rows.map((row) => [...row.cells]);
  const covered = new Set();
  const says = (top, left, text) => cells[top][left]?.textContent === text && !covered.has(cells[top][left]);
  cells.forEach((row, top) => row.forEach((cell, left) => {
    const text = cell.textContent;
    if (!text || covered.has(cell)) return;
    let [right, bottom] = [left + 1, top + 1];
    while (right < row.length && says(top, right, text)) right += 1;
    const across = [...Array(right - left).keys()];
    while (bottom < rows.length && across.every((step) => says(bottom, left + step, text))) bottom += 1;
    [cell.colSpan, cell.rowSpan] = [right - left, bottom - top];
    for (let y = top; y < bottom; y += 1) across.forEach((step) => covered.add(cells[y][left + step]));
    covered.delete(cell);
  }));
  covered.forEach((cell) => cell.remove());
}

// So is a remark that fills a whole row, with or without the row's number before it.
function spread(row) {
  const cells = [...row.cells];
  const text = cells.at(-1)?.textContent || "";
  const left = cells.findLastIndex((cell) => cell.textContent !== text) + 1;
  if (left > 1 || cells.length - left < 2 || width(text) <= 24) return;
  cells[left].colSpan = cells.length - left;
  cells.slice(left + 1).forEach((cell) => cell.remove());
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
