// Files in pieces: photos are made smaller first, a lost line is waited out, and what has arrived is never sent again.
// Without this script the form sends them whole.
(() => {
  const SMALL = 300_000, SIDE = 2000, TRIES = 8;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  for (const form of document.querySelectorAll("form[data-pieces]")) {
    const { pieces, size, shrinking, going, waiting, failed, all } = form.dataset;
    const input = form.elements.file, list = form.querySelector("[data-progress]"), button = form.querySelector("button");
    const token = form.elements.token ? { "x-form-token": form.elements.token.value } : {};
    const ticket = () => form.elements.ticket.value;

    form.addEventListener("submit", async (event) => {
      if (!input.files.length) return;
      event.preventDefault();
      button.disabled = true;
      list.replaceChildren();
      // What was wrong with the last try is not wrong with this one.
      document.querySelectorAll("#wrong, #file-wrong").forEach((old) => old.remove());
      input.removeAttribute("aria-invalid");
      const lines = [...input.files].map((file) => {
        const line = document.createElement("p");
        line.append(file.name + ": ", document.createElement("span"));
        list.append(line);
        return (words) => { line.lastChild.textContent = words; };
      });
      let good = true;
      for (const [place, file] of [...input.files].entries()) {
        try {
          const smaller = await shrunk(file, lines[place]);
          good = (await sent(smaller, lines[place])) && good;
        } catch {
          lines[place](failed);
          good = false;
        }
      }
      button.disabled = false;
      if (!good) return;
      list.append(Object.assign(document.createElement("p"), { textContent: all }));
      // The page is drawn again by the server, with the files in their list.
      const done = document.createElement("input");
      done.type = "hidden"; done.name = "done"; done.value = "1";
      input.value = "";
      form.append(done);
      form.submit();
    });

    // A photo of at most 300 kB; what is smaller already, or cannot be drawn here, goes as it is.
    async function shrunk(file, say) {
      if (!/^image\/|\.(jpe?g|png|webp|heic|heif)$/i.test(file.type || file.name) || file.size <= SMALL) return file;
      say(shrinking);
      try {
        const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
        for (let side = SIDE; side >= 600; side *= 0.75) {
          const scale = Math.min(1, side / Math.max(picture.width, picture.height));
          const canvas = document.createElement("canvas");
          canvas.width = Math.max(1, Math.round(picture.width * scale));
          canvas.height = Math.max(1, Math.round(picture.height * scale));
          const paper = canvas.getContext("2d");
          paper.fillStyle = "#fff";
          paper.fillRect(0, 0, canvas.width, canvas.height);
          paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
          for (const quality of [0.8, 0.65, 0.5]) {
            const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
            if (blob && blob.size <= SMALL) {
              return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
            }
          }
        }
      } catch { /* Then the server says what it is. */ }
      return file;
    }

    async function marked(file) {
      if (!window.crypto || !crypto.subtle) return {};
      const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      return { sha256: [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
    }

    async function sent(file, say) {
      const told = new URLSearchParams({
        ticket: ticket(), name: file.name, size: file.size, kind: form.elements.kind.value,
        ...(form.elements.replaces ? { replaces: form.elements.replaces.value } : {}), ...(await marked(file)),
      });
      const headers = { ...token, "x-ticket": ticket() };
      let one = await asked(pieces, { method: "POST", body: told, headers: token }, say);
      while (one && one.state === "arriving") {
        say(going.replace("{n}", Math.floor(one.offset * 100 / file.size)));
        const body = file.slice(one.offset, one.offset + Number(size));
        const piece = { method: "PATCH", body, headers: { ...headers, "upload-offset": one.offset } };
        one = await asked(`${pieces}/${one.reference}`, piece, say, one);
      }
      return Boolean(one) && one.state !== "refused";
    }

    // The answer; or nothing where it was refused, in words. A lost line and a busy server are waited out.
    async function asked(address, request, say, before) {
      for (let tries = 0; tries < TRIES; tries++) {
        try {
          const answer = await fetch(address, { ...request, redirect: "error" });
          if (answer.status === 409) return { ...before, offset: Number(answer.headers.get("upload-offset")) };
          if (answer.status < 500 && answer.status !== 429) {
            const told = await answer.json();
            say(told.said);
            return answer.ok ? told : null;
          }
        } catch { /* The line is lost; it comes back. */ }
        say(waiting);
        await pause(Math.min(1000 * 2 ** tries, 15000));
      }
      throw new Error("no line");
    }
  }
})();
