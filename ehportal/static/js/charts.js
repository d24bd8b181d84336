// Replaces the static drawing of a chart by one that answers to a pointer, once it is in view.
// Without this script, and on paper, the static drawing stays: it says the same.
const NARROW = 600;
const CONFIG = {
  displayModeBar: false,
  doubleClick: false,
  plotlyServerURL: "",
  responsive: false,
  scrollZoom: false,
  showTips: false,
};

let library;

function load(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

async function draw(chart) {
  const still = chart.querySelector(".eh-chart__static");
  const live = chart.querySelector(".eh-chart__live");
  const { data, layout, narrow } = JSON.parse(document.getElementById(chart.dataset.chart).textContent);
  const Plotly = await load(chart.dataset.library);
  const show = () => {
    const width = chart.clientWidth;
    const chosen = width < NARROW ? narrow : layout;
    return Plotly.react(live, data, { ...chosen, width }, CONFIG);
  };
  live.hidden = false;
  try {
    await show();
  } catch (error) {
    live.hidden = true;
    throw error;
  }
  still.classList.add("eh-print-only");
  live.classList.add("eh-no-print");
  let waiting;
  new ResizeObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(show);
  }).observe(chart);
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        seen.unobserve(entry.target);
        draw(entry.target);
      }
    }
  },
  { rootMargin: "200px" },
);

for (const chart of document.querySelectorAll("[data-chart]")) {
  seen.observe(chart);
}
