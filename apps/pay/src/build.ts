import { buildPage } from "./build-page.ts";
import { distFolder, writePage } from "./built-page.ts";

await writePage(await buildPage(), distFolder);
