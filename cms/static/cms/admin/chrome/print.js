class PrintController extends window.StimulusModule.Controller {
  print() {
    window.print();
  }
}

window.wagtail.app.register("print", PrintController);
