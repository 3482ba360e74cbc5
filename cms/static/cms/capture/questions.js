/** What the form asks, what was answered, and what is still missing. */
export class Questions {
  constructor(form, proofs) {
    this.form = form;
    this.proofs = proofs;
    this.steps = [...form.querySelectorAll(".step")];
  }

  value(name) {
    return new FormData(this.form).get(name) || "";
  }

  lacks(name) {
    return this.form.querySelector(`[name=${name}]`) !== null && !this.value(name).trim();
  }

  get hasPhoto() {
    return this.value("kind") === "testimony" && this.proofs.photo.blob !== null;
  }

  /** Whether a step is asked, given the answers before it. */
  isAsked(step) {
    const conditions = {
      "kind=testimony": () => this.value("kind") === "testimony",
      photo: () => this.hasPhoto,
      organisation: () => !this.lacks("organisation"),
    };
    return !step.dataset.when || conditions[step.dataset.when]();
  }

  // Where a script asks it also insists: what the server would miss is missed here first.
  isMissing(step) {
    const missing = {
      kind: () => this.lacks("kind") || this.lacks("language"),
      words: () => this.lacks("words"),
      who: () => this.lacks("name"),
      minor: () => this.lacks("minor") || (this.value("minor") === "yes" && this.lacks("guardian")),
      proof: () => this.isProofMissing,
    };
    const isMissing = missing[step.dataset.step] || (() => "consent" in step.dataset && this.lacks(step.dataset.step));
    return isMissing();
  }

  get isProofMissing() {
    const missing = {
      signed_form: !this.proofs.signature.isDrawn,
      recorded_voice: !this.proofs.voice.blob,
      witnessed: this.lacks("typed_name") || this.lacks("witness"),
    };
    return missing[this.value("proof")] ?? true;
  }

  /** The names of the fields of steps that are not asked. */
  get leftOut() {
    const steps = this.steps.filter((step) => !this.isAsked(step));
    return steps.flatMap((step) => [...step.querySelectorAll("[name]")].map((input) => input.name));
  }

  /** Pairs of a question and its answer, as a person reads them. */
  answers(isWanted = () => true) {
    return this.steps
      .filter((step) => isWanted(step) && this.isAsked(step))
      .map((step) => [step.querySelector(".step__title").textContent, chosen(step)])
      .filter(([, answer]) => answer);
  }
}

function chosen(step) {
  const picked = [...step.querySelectorAll("input:checked")].map((input) => input.parentElement.textContent.trim());
  const written = [...step.querySelectorAll("input[type=text], textarea")].map((input) => input.value.trim());
  return [...picked, ...written].filter(Boolean).join(" · ");
}
