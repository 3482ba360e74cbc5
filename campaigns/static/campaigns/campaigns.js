import { ConfirmSubmitController } from "./confirm_submit.js";
import { CopyPostController } from "./copy_post.js";
import { TextCounterController } from "./text_counter.js";
import { TimelineController } from "./timeline.js";

window.wagtail.app.register("confirm-submit", ConfirmSubmitController);
window.wagtail.app.register("copy-post", CopyPostController);
window.wagtail.app.register("text-counter", TextCounterController);
window.wagtail.app.register("timeline", TimelineController);
