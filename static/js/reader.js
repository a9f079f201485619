// The page of a document. Everything here makes a page better that reads well without it.
import { Context } from "./context.js";
import { mountContents } from "./contents.js";
import { mountCopying } from "./copying.js";
import { mountFollowing } from "./follow.js";
import { mountHits } from "./hits.js";
import { mountImage } from "./image.js";
import { mountJump } from "./jump.js";
import { mountKeys } from "./keys.js";
import { mountNotes } from "./notes/notes.js";
import { mountPanes } from "./panes.js";
import { mountParagraphs } from "./paragraphs.js";
import { mountSettings } from "./settings.js";
import { mountSplitter } from "./splitter.js";
import { mountWindows } from "./windows.js";

export function mount(article) {
  const reader = new Context(article);
  const parts = [mountWindows, mountFollowing, mountParagraphs, mountPanes, mountJump, mountHits, mountSettings];
  for (const part of [...parts, mountSplitter, mountContents, mountCopying, mountKeys, mountNotes, mountImage]) part(reader);
  article.dataset.ready = "";
}
