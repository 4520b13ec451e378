// A click on the map writes the position into the two fields of the form.
const map = document.querySelector("svg[data-place-map]");
const lat = document.querySelector("[name=lat]");
const lon = document.querySelector("[name=lon]");
const mark = map?.querySelector("[data-house]");

function degrees({ clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(map.getScreenCTM().inverse());
  return { x, y, lat: map.dataset.north - y * map.dataset.latStep, lon: Number(map.dataset.west) + x * map.dataset.lonStep };
}

map?.addEventListener("click", (event) => {
  const at = degrees(event);
  lat.value = at.lat.toFixed(6);
  lon.value = at.lon.toFixed(6);
  mark.setAttribute("cx", at.x);
  mark.setAttribute("cy", at.y);
  mark.removeAttribute("hidden");
  lat.dispatchEvent(new Event("input", { bubbles: true }));
});
