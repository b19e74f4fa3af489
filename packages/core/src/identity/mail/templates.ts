import type { AnyTemplate } from "../../platform/notifications/template.ts";
import { accountLockedMail } from "./account-locked.ts";
import { invitationMail } from "./invitation.ts";
import { newDeviceMail } from "./new-device.ts";
import { passwordChangedMail } from "./password-changed.ts";
import { resetPasswordMail } from "./reset-password.ts";
import { signUpAttemptedMail } from "./sign-up-attempted.ts";
import { verifyEmailMail } from "./verify-email.ts";

export const identityTemplates: readonly AnyTemplate[] = [
  accountLockedMail,
  invitationMail,
  newDeviceMail,
  passwordChangedMail,
  resetPasswordMail,
  signUpAttemptedMail,
  verifyEmailMail,
];
