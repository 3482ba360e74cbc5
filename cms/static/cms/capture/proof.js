// Photo, signature and voice: made on the phone, and small enough for a weak signal.

const byId = (id) => document.getElementById(id);
const noticed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));
const asBlob = (canvas, type, quality) => new Promise((resolve) => canvas.toBlob(resolve, type, quality));

// ── Photo: drawn anew and smaller, so that nothing the camera wrote comes along ─────────────────────────────────────

const LONGEST_SIDE = 1600;

export function photoTaker(input) {
  const [preview, remove, wrong] = [byId("photo-preview"), byId("photo-remove"), byId("photo-wrong")];
  const taker = {
    blob: null,
    forget: () => {
      input.value = "";
      return take();
    },
  };

  async function take() {
    taker.blob = null;
    wrong.hidden = true;
    try {
      if (input.files[0]) {
        const picture = await createImageBitmap(input.files[0], { imageOrientation: "from-image" });
        const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
        [preview.width, preview.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
        preview.getContext("2d").drawImage(picture, 0, 0, preview.width, preview.height);
        taker.blob = await asBlob(preview, "image/jpeg", 0.82);
      }
    } catch {
      wrong.hidden = false;
      input.value = "";
    }
    preview.hidden = remove.hidden = taker.blob === null;
    if (!taker.blob) preview.width = preview.height = 1;
  }

  input.onchange = take;
  remove.onclick = taker.forget;
  return taker;
}

// ── Signature ───────────────────────────────────────────────────────────────────────────────────────────────────────

export function signaturePad() {
  const pad = byId("signature");
  const pen = pad.getContext("2d");
  let last = null;
  const signature = { isDrawn: false, blob: () => asBlob(pad, "image/png"), forget };

  function forget() {
    pen.clearRect(0, 0, pad.width, pad.height);
    signature.isDrawn = false;
  }
  const point = (event) => {
    const box = pad.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * pad.width) / box.width,
      ((event.clientY - box.top) * pad.height) / box.height,
    ];
  };
  pad.onpointerdown = (event) => {
    pad.setPointerCapture(event.pointerId);
    last = point(event);
  };
  pad.onpointermove = (event) => {
    if (!last) return;
    const next = point(event);
    Object.assign(pen, { lineWidth: 6, lineCap: "round", strokeStyle: "#111" });
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
    if (!signature.isDrawn) noticed(pad);
    signature.isDrawn = true;
  };
  pad.onpointerup = pad.onpointercancel = () => {
    last = null;
  };
  byId("sign-again").onclick = forget;
  return signature;
}

// ── Voice ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const LONGEST_VOICE = 60000;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export function voiceRecorder() {
  const [button, status, playback] = [byId("record"), byId("record-status"), byId("playback")];
  const voice = {
    blob: null,
    forget,
    stop: () => {
      if (recorder?.state === "recording") recorder.stop();
    },
  };
  let recorder = null;
  let round = 0;

  function forget() {
    round += 1; // what is still being recorded belongs to nobody any more
    voice.stop();
    if (playback.src) URL.revokeObjectURL(playback.src);
    playback.removeAttribute("src");
    playback.hidden = true;
    status.textContent = "";
    button.textContent = button.dataset.record;
    voice.blob = null;
  }

  async function record() {
    forget();
    const mine = round;
    const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    const heard = [];
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    recorder = new MediaRecorder(sound, { mimeType, audioBitsPerSecond: 32000 });
    recorder.ondataavailable = (event) => heard.push(event.data);
    recorder.onstop = () => {
      sound.getTracks().forEach((track) => track.stop());
      if (mine !== round) return;
      voice.blob = new Blob(heard, { type: mimeType.split(";")[0] });
      playback.src = URL.createObjectURL(voice.blob);
      playback.hidden = false;
      status.textContent = status.dataset.done;
      button.textContent = button.dataset.again;
      noticed(button);
    };
    recorder.start();
    setTimeout(() => {
      if (mine === round) voice.stop();
    }, LONGEST_VOICE);
    status.textContent = status.dataset.on;
    button.textContent = button.dataset.stop;
  }

  button.onclick = () => {
    if (recorder?.state === "recording") recorder.stop();
    else
      record().catch(() => {
        status.textContent = status.dataset.no;
      });
  };
  return voice;
}
