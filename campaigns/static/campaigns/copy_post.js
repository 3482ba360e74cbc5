/** A post that a person publishes: copies its text, and hands text and card to another app where the phone can. */
export class CopyPostController extends window.StimulusModule.Controller {
  static targets = ["text", "alt", "card", "share", "said"];

  static values = { name: String };

  connect() {
    this.shareTarget.hidden = !navigator.share;
  }

  async copy({ params }) {
    const field = params.of === "alt" ? this.altTarget : this.textTarget;
    field.select();
    // Without https a browser gives no clipboard.
    const isCopied = navigator.clipboard
      ? await navigator.clipboard.writeText(field.value).then(
          () => true,
          () => false,
        )
      : document.execCommand("copy");
    this.saidTarget.textContent = isCopied ? this.saidTarget.dataset.copied : this.saidTarget.dataset.marked;
  }

  async share() {
    const what = { text: this.textTarget.value };
    if (this.hasCardTarget) {
      const card = await (await fetch(this.cardTarget.href)).blob();
      const files = [new File([card], `${this.nameValue || "tarjeta"}.png`, { type: card.type })];
      if (navigator.canShare?.({ files })) what.files = files;
    }
    // A person who closes the list of apps has decided against it.
    await navigator.share(what).catch(() => {});
  }
}
