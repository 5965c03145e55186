// The small things that make good pages better. Every page loads this, and
// every page works without it.
import { takeCalls } from "./app/call";
import { copyPlates } from "./app/copy";
import { listKeys } from "./app/keys";
import { photoPreview } from "./app/preview";
import { closeMenus } from "./app/menus";
import { showCurrentTab } from "./app/tabs";

copyPlates();
listKeys();
photoPreview();
closeMenus();
takeCalls();
showCurrentTab();
