/** What a person finished, as the phone keeps it: the parts of the form to send, and its answers to show to the team. */
export async function entryOf(questions) {
  const { form, proofs } = questions;
  const [key, proof] = [newKey(), questions.value("proof")];
  const left = new Set(["key", "filled_on", ...questions.leftOut]);
  const parts = [...new FormData(form)].filter(([name, said]) => typeof said === "string" && !left.has(name));
  parts.push(["key", key], ["filled_on", today()]);
  const files = [
    ["photo", questions.hasPhoto && proofs.photo.blob],
    ["signature", proof === "signed_form" && (await proofs.signature.blob())],
    ["voice", proof === "recorded_voice" && proofs.voice.blob],
  ];
  for (const [name, blob] of files) if (blob) parts.push([name, await blob.arrayBuffer(), blob.type]);
  const number = `${key.slice(0, 4)}-${key.slice(4, 8)}`.toUpperCase();
  const answers = questions.answers().map((pair) => pair.join("\n"));
  return {
    key,
    number,
    parts,
    summary: answers.join("\n\n"),
    at: Date.now(),
    address: location.pathname + location.search,
  };
}

// crypto.randomUUID is not there on every phone
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  [bytes[6], bytes[8]] = [(bytes[6] & 15) | 64, (bytes[8] & 63) | 128];
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function today() {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}
