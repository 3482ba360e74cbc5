// The email on the page of an edition: which language or variant the frame shows, and how wide.
class EditionPreviewController extends window.StimulusModule.Controller {
  static targets = ["frame", "width"];

  static values = { url: String };

  connect() {
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.frameTarget.parentElement);
    this.fit();
  }

  disconnect() {
    this.observer.disconnect();
  }

  /** Show the variant that was chosen: it is the last but one part of the address. */
  show(event) {
    const parts = this.urlValue.split("/");
    parts[parts.length - 2] = event.target.value;
    this.frameTarget.src = parts.join("/");
  }

  // The email stands there whole: nobody should scroll inside what is being scrolled.
  fit() {
    const page = this.frameTarget.contentDocument?.documentElement;
    if (!page) return;
    this.frameTarget.style.height = `${page.querySelector("body")?.scrollHeight ?? page.scrollHeight}px`;
  }

  resize(event) {
    this.frameTarget.parentElement.classList.toggle("is-phone", event.params.width === "phone");
    for (const button of this.widthTargets) {
      button.setAttribute("aria-pressed", String(button === event.currentTarget));
    }
  }
}

window.wagtail.app.register("edition-preview", EditionPreviewController);
