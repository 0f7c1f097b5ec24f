// What every page gets. Each part makes a page nicer that already works without it; the texts come with the page.
import { keepTimes } from "./app/ago.ts";
import { followApproval, hearOfApprovals } from "./app/approval.ts";
import { copyButtons } from "./app/copy.ts";
import { keepShell } from "./app/install.ts";
import { guardForms } from "./app/once.ts";
import { printButtons } from "./app/print.ts";
import { revealButtons } from "./app/reveal.ts";
import { strengthHints } from "./app/strength.ts";

document.documentElement.classList.add("scripted");
revealButtons();
copyButtons();
printButtons();
guardForms();
strengthHints();
keepTimes();
followApproval();
hearOfApprovals();
keepShell();
