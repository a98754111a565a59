// Conveniences only: every page works without this file.

const offersFor = (input) => {
  const list = document.createElement("ul");
  list.className = "offers";
  list.id = `${input.id}-goi-y`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Gợi ý");
  list.hidden = true;
  input.parentElement.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(name, value);

  let chosen = -1, asked = 0, timer = 0;
  const close = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (index) => {
    const items = [...list.children];
    chosen = (index + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const go = (item) => {
    if (item.dataset.to) { location.assign(item.dataset.to); return; }
    input.value = item.dataset.text;
    input.form.requestSubmit();
  };
  const show = (offers) => {
    list.replaceChildren(...offers.map((offer, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.text = offer.text;
      if (offer.url) item.dataset.to = offer.url;
      const kind = document.createElement("span");
      kind.className = "number";
      kind.textContent = offer.kind_label;
      item.append(offer.text, kind);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); go(item); });
      return item;
    }));
    list.hidden = offers.length === 0;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async () => {
    const text = input.value.trim(), turn = ++asked;
    if (text.length < 2) { close(); return; }
    try {
      const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(text.slice(0, 100))}`);
      const found = answer.ok ? (await answer.json()).items : [];
      if (turn === asked && document.activeElement === input) { chosen = -1; show(found); }
    } catch { close(); }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); go(list.children[chosen]); }
  });
};

document.querySelectorAll("input[data-suggest]").forEach(offersFor);

document.querySelectorAll("[data-zoom]").forEach((button) => {
  button.hidden = false;
  const scan = document.getElementById(button.dataset.zoom);
  button.addEventListener("click", () => {
    const big = scan.classList.toggle("big");
    button.setAttribute("aria-pressed", String(big));
    button.textContent = big ? "Thu nhỏ" : "Phóng to";
  });
});

document.querySelectorAll("[data-share]").forEach((button) => {
  const address = button.dataset.share;
  const share = navigator.share ? () => navigator.share({ title: document.title, url: address })
    : navigator.clipboard ? () => navigator.clipboard.writeText(address).then(() => { button.textContent = "Đã chép liên kết"; }) : null;
  if (!share) return;
  button.hidden = false;
  if (!navigator.share) button.textContent = "Chép liên kết";
  button.addEventListener("click", () => share().catch(() => undefined));
});
