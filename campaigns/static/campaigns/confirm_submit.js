/** Asks before a form does what cannot be undone. */
export class ConfirmSubmitController extends window.StimulusModule.Controller {
  static values = { question: String };

  ask(event) {
    if (!window.confirm(this.questionValue)) event.preventDefault();
  }
}
