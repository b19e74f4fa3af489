import { platform, platformEvents, platformJobs, platformSettings } from "./platform/index.ts";

/** The product: one line a module in each. */
export const contract = { platform };
export const jobs = { platform: platformJobs };
export const events = [...platformEvents];
export const settingsOfModules = [...platformSettings];
