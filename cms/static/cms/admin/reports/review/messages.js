import { ReviewController } from "./controller.js";

const SHOWN = 3500;
const ERROR_SHOWN = 8000;

/** What happened: in a toast for the eyes, in a live region for screen readers. */
export class MessagesController extends ReviewController {
  static targets = ["toast", "heard"];

  static values = { failed: String, vanished: String };

  say(text, isError = false) {
    if (!text) return;
    const toast = this.toastTarget;
    toast.textContent = text;
    toast.classList.toggle("is-error", isError);
    toast.classList.add("is-shown");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => toast.classList.remove("is-shown"), isError ? ERROR_SHOWN : SHOWN);
  }

  tell(text) {
    if (text) this.heardTarget.textContent = text;
  }

  failed(error) {
    this.say(error.message === "vanished" ? this.vanishedValue : this.failedValue, true);
  }
}
