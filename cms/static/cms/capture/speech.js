const canSpeak = "speechSynthesis" in window;

export function stopSpeaking() {
  if (canSpeak) speechSynthesis.cancel();
}

/** Let each step of the form be heard, where the phone can speak. */
export function offerSpeech(form) {
  if (!canSpeak) return;
  for (const button of form.querySelectorAll(".listen")) {
    button.hidden = false;
    button.onclick = () => speak(button.closest(".step"));
  }
}

function speak(step) {
  stopSpeaking();
  const parts = step.querySelectorAll(".step__title, .step__help, .choice, dt, dd");
  const words = new SpeechSynthesisUtterance([...parts].map((part) => part.textContent.trim()).join(". "));
  words.lang = document.documentElement.lang;
  speechSynthesis.speak(words);
}
