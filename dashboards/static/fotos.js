// A photograph that is chosen to be sent is made smaller on this device, so that a slow line carries it; drawn anew, it
// has no place nor date of its own any more. What is no photograph, and what is small, goes as it is; so does everything
// without this file.
"use strict";
(() => {
  const MOST = 300 * 1024; // bytes (page specification, attachments)
  const SIDES = [2000, 1600, 1280, 1024, 800];
  const size = (bytes) =>
    bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1).replace(".", ",").replace(",0", "")} MB`;

  const shrunk = async (file) => {
    const drawn = await createImageBitmap(file);
    let found = null;
    for (const side of SIDES) {
      const scale = Math.min(1, side / Math.max(drawn.width, drawn.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(drawn.width * scale);
      canvas.height = Math.round(drawn.height * scale);
      const paper = canvas.getContext("2d");
      paper.fillStyle = "#fff"; // what a PNG leaves open would be black in a JPEG
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(drawn, 0, 0, canvas.width, canvas.height);
      found = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
      if (found && found.size <= MOST) break;
    }
    return found && found.size < file.size ? found : null;
  };

  const told = (field, words) => {
    let place = field.parentElement.querySelector("[role=status]");
    if (!place) {
      place = document.createElement("span");
      place.setAttribute("role", "status");
      place.className = "tenue chico";
      field.after(place);
    }
    place.textContent = words;
  };

  const working = new WeakMap(); // form -> what is being made smaller for it
  const take = async (field) => {
    const [file] = field.files;
    const small = await shrunk(file).catch(() => null);
    if (!small || field.files[0] !== file) return;
    const held = new DataTransfer();
    held.items.add(new File([small], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }));
    field.files = held.files;
    told(field, `La foto pesa ${size(file.size)}; se envía reducida (${size(small.size)}).`);
  };
  document.addEventListener("change", ({ target: field }) => {
    if (!field.matches("input[type=file]") || !field.form) return;
    told(field, "");
    const [file] = field.files;
    if (!file || !/^image\/(jpeg|png)$/.test(file.type) || file.size <= MOST) return;
    const form = field.form;
    const work = take(field).finally(() => working.delete(form));
    working.set(form, work);
  });
  document.addEventListener("submit", (event) => {
    const work = working.get(event.target);
    if (!work) return;
    event.preventDefault();
    const button = event.submitter;
    work.then(() => event.target.requestSubmit(button));
  });
})();
