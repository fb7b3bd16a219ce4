(() => {
  // What a reader chose, against a card: an empty choice means any.
  const isChosen = (choice, value) => choice === undefined || choice === "" || choice === value;

  const byName = (a, b) => a.localeCompare(b, "en", { numeric: true });
  const orders = {
    highest: (a, b) => rank(b) - rank(a),
    lowest: (a, b) => rank(a) - rank(b),
    label: (a, b) => byName(a.data.label, b.data.label) || rank(b) - rank(a),
    predicted: (a, b) => byName(a.data.predicted, b.data.predicted) || rank(b) - rank(a),
    name: (a, b) => byName(a.data.name, b.data.name),
  };
  const rank = card => Number.isFinite(card.data.score) ? card.data.score : -1;

  function start(section) {
    const data = JSON.parse(section.querySelector(":scope > script").textContent);
    const list = section.querySelector(".cards");
    const cards = [...list.children].map((element, k) => ({
      element,
      data: data.cards[k],
      original: element.querySelector("img"),
      maps: [...element.querySelectorAll(".map")],
      button: element.querySelector(".open"),
    }));
    const filters = section.querySelector(".filters");
    const dialog = section.querySelector(".large");
    const controls = dialog.querySelector(".controls");
    const fade = controls.elements.fade;
    let shown = cards;
    let method = 0;
    let enlarged = null;

    function isAsked(card, { label, predicted, verdict, from, to }) {
      const score = Number(card.data.shownScore);
      const isWithin = score >= Number(from) && score <= Number(to);
      const isWhole = Number(from) === 0 && Number(to) === 1; // then a score that is NaN, too
      return isChosen(label, card.data.label)
        && isChosen(predicted, card.data.predicted)
        && isChosen(verdict, card.data.verdict)
        && (isWithin || isWhole);
    }

    function apply() {
      const asked = Object.fromEntries(new FormData(filters));
      const sorted = asked.order ? [...cards].sort(orders[asked.order]) : cards;
      shown = sorted.filter(card => isAsked(card, asked));
      const visible = new Set(shown);
      cards.forEach(card => card.element.hidden = !visible.has(card));
      if (sorted.some((card, k) => card.element !== list.children[k])) {
        list.append(...sorted.map(card => card.element));
      }
      filters.querySelectorAll("output").forEach(output =>
        output.textContent = Number(output.parentNode.querySelector("input").value).toFixed(2));
      section.querySelector(".count").textContent = shown.length + " of " + cards.length + " images";
    }

    // The ends of the range of scores push each other.
    function push(moved) {
      const { from, to } = filters.elements;
      if (Number(from.value) > Number(to.value)) {
        (moved === from ? to : from).value = moved.value;
      }
    }

    function choose(number) {
      method = number;
      cards.forEach(card => card.maps.forEach((map, k) => map.hidden = k !== method));
      [filters, controls].forEach(form => {
        if (form.elements.method) {
          form.elements.method.value = String(method);
        }
      });
      if (enlarged) {
        enlarge(enlarged);
      }
    }

    function fact(name, value) {
      const row = document.createElement("div");
      row.append(document.createElement("dt"), document.createElement("dd"));
      row.firstChild.textContent = name;
      row.lastChild.textContent = value;
      return row;
    }

    function facts({ data }) {
      const map = data.maps[method];
      return [
        fact(data.predicted ? "predicted" : "attribute", data.heading + ", score " + data.shownScore),
        fact("label", data.truth + (data.verdict === "unknown" ? "" : ", " + data.verdict)),
        ...Object.entries(data.details).map(([name, value]) => fact(name, value)),
        fact("shown", map.subject),
        fact("colours", map.range),
      ];
    }

    function enlarge(card) {
      enlarged = card;
      const map = card.maps[method].cloneNode();
      map.hidden = false;
      dialog.querySelector("h3").textContent = card.data.name;
      dialog.querySelector(".stage").replaceChildren(card.original.cloneNode(), map);
      dialog.querySelector("dl").replaceChildren(...facts(card));
      dialog.querySelector(".place").textContent =
        (shown.indexOf(card) + 1) + " of " + shown.length;
      mix();
    }

    function mix() {
      dialog.querySelector(".stage .map").style.opacity = fade.value / 100;
      fade.setAttribute("aria-valuetext", fade.value + " % map");
    }

    function step(by) {
      enlarge(shown[(shown.indexOf(enlarged) + by + shown.length) % shown.length]);
    }

    const columns = () => {
      const top = shown[0].element.offsetTop;
      const next = shown.findIndex(card => card.element.offsetTop !== top);
      return next === -1 ? shown.length : next;
    };

    // From one card to another, as they lie.
    function walk(event) {
      const place = shown.findIndex(card => card.button === document.activeElement);
      const to = {
        ArrowLeft: () => place - 1,
        ArrowRight: () => place + 1,
        ArrowUp: () => place - columns(),
        ArrowDown: () => place + columns(),
        Home: () => 0,
        End: () => shown.length - 1,
      }[event.key];
      if (place === -1 || !to || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      event.preventDefault();
      shown[to()]?.button.focus();
    }

    function change(event) {
      push(event.target);
      if (event.target.name === "method") {
        choose(Number(event.target.value));
      } else {
        apply();
      }
    }

    filters.addEventListener("input", event => event.target.matches("input") && change(event));
    filters.addEventListener("change", event => event.target.matches("select") && change(event));
    filters.addEventListener("reset", event => {
      event.preventDefault();
      filters.querySelectorAll("select, input").forEach(field => {
        if (field.name !== "method") {
          field.value = field.getAttribute("value") ?? "";
        }
      });
      apply();
    });
    list.addEventListener("keydown", walk);
    cards.forEach(card => {
      card.button.addEventListener("click", () => {
        enlarge(card);
        dialog.showModal();
        dialog.querySelector(".next").focus();
      });
      card.button.hidden = false;
    });
    fade.addEventListener("input", mix);
    [filters, controls].forEach(form => form.addEventListener("submit", event => event.preventDefault()));
    controls.elements.method?.addEventListener("change", event => choose(Number(event.target.value)));
    dialog.querySelector(".previous").addEventListener("click", () => step(-1));
    dialog.querySelector(".next").addEventListener("click", () => step(1));
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", event => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (by && !event.target.closest("input, select")) {
        event.preventDefault();
        step(by);
      }
    });
    // A click beside it closes it, too.
    dialog.addEventListener("click", event => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      enlarged.button.focus();
      enlarged = null;
    });

    filters.hidden = false;
    section.querySelector(".keys").hidden = false;
    choose(0);
    apply();
  }

  document.querySelectorAll("section.gallery").forEach(start);
})();
