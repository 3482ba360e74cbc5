// The review screen of a report, by keyboard and without leaving the page. Without it every form works by itself.
import { ChangesController } from "./review/changes.js";
import { CursorController } from "./review/cursor.js";
import { DecisionsController } from "./review/decisions.js";
import { KeyboardController } from "./review/keyboard.js";
import { KindsController } from "./review/kinds.js";
import { MessagesController } from "./review/messages.js";
import { OutlineController } from "./review/outline.js";
import { PanelsController } from "./review/panels.js";
import { PartsController } from "./review/parts.js";
import { PeopleController } from "./review/people.js";
import { SplitController } from "./review/split.js";

const controllers = {
  "review-changes": ChangesController,
  "review-cursor": CursorController,
  "review-decisions": DecisionsController,
  "review-keyboard": KeyboardController,
  "review-kinds": KindsController,
  "review-messages": MessagesController,
  "review-outline": OutlineController,
  "review-panels": PanelsController,
  "review-parts": PartsController,
  "review-people": PeopleController,
  "review-split": SplitController,
};

for (const [name, controller] of Object.entries(controllers)) window.wagtail.app.register(name, controller);
