// What is drawn over the page image: words, the places of fields, what is chosen. SVG in page pixels, text as text only.

const SVG = "http://www.w3.org/2000/svg";

export class Overlay {
  constructor(sheet) {
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("class", "marks");
    this.svg.setAttribute("aria-hidden", "true");
    this.places = this.#layer("places");
    this.words = this.#layer("words");
    this.chosen = this.#layer("chosen");
    this.active = this.#layer("active");
    sheet.append(this.svg);
  }

  size({ width, height }) { this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`); }

  /** All of them shown or only what is active. */
  show(marks) { this.svg.classList.toggle("bare", !marks); }

  drawWords(words, doubtful) {
    const shown = words.filter((word) => word.change || doubtful(word));
    this.words.replaceChildren(...shown.flatMap((word) => this.#word(word)));
  }

  drawPlaces(places) {
    this.places.replaceChildren(...places.map((place) => rect(place.box, `place ${place.kind}`, 4)));
  }

  drawChosen(words, box) {
    this.chosen.replaceChildren(...words.map((word) => rect(word.box, "chosen", 3)), ...(box ? [rect(box, "drawn", 0)] : []));
  }

  drawActive(box, kind = "") { this.active.replaceChildren(...(box ? [rect(box, `active ${kind}`, 7)] : [])); }

  /** A changed word shows its new text above its place. */
  #word(word) {
    const [x0, , x1, y1] = word.box;
    const box = rect(word.box, word.gone ? "word gone" : word.change ? "word changed" : "word doubtful", 2);
    const line = rect([x0, y1, x1, y1 + Math.max(3, (y1 - word.box[1]) * 0.12)], "line", 0);
    if (!word.change || word.gone || word.change.new === word.change.old) return [box, line];
    const text = document.createElementNS(SVG, "text");
    const size = Math.max(12, (y1 - word.box[1]) * 0.62);
    for (const [name, value] of Object.entries({ x: x0, y: word.box[1] - size * 0.2, "font-size": size, class: "new" })) text.setAttribute(name, value);
    text.textContent = word.text;
    return [box, line, text];
  }

  #layer(name) {
    const layer = document.createElementNS(SVG, "g");
    layer.setAttribute("class", name);
    return this.svg.appendChild(layer);
  }
}

function rect(box, kind, margin) {
  const made = document.createElementNS(SVG, "rect");
  const [x0, y0, x1, y1] = box;
  const facts = { x: x0 - margin, y: y0 - margin, width: Math.max(1, x1 - x0 + 2 * margin), height: Math.max(1, y1 - y0 + 2 * margin), rx: 3, class: kind };
  for (const [name, value] of Object.entries(facts)) made.setAttribute(name, value);
  return made;
}
