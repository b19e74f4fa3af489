import { identity, identityJobs, identitySettings } from "./identity/index.ts";
import type { FilePurpose } from "./file-purpose.ts";
import {
  platform,
  platformEvents,
  platformFilePurposes,
  platformJobs,
  platformSettings,
} from "./platform/index.ts";

/** The product: one line a module in each. */
export const contract = { identity, platform };
export const jobs = { identity: identityJobs, platform: platformJobs };
export const events = [...platformEvents];
export const settingsOfModules = [...identitySettings, ...platformSettings];
export const filePurposes: readonly FilePurpose[] = [...platformFilePurposes];
