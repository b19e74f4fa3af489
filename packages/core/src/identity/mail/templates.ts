import type { AnyTemplate } from "../../platform/notifications/template.ts";
import { accountBlockedMail } from "./account-blocked.ts";
import { accountLockedMail } from "./account-locked.ts";
import { factorResetDoneMail } from "./factor-reset-done.ts";
import { factorResetStartedMail } from "./factor-reset-started.ts";
import { invitationMail } from "./invitation.ts";
import { newDeviceMail } from "./new-device.ts";
import { passwordChangedMail } from "./password-changed.ts";
import { resetPasswordMail } from "./reset-password.ts";
import { roleGrantedMail, roleRevokedMail } from "./role-changed.ts";
import { secondFactorDisabledMail } from "./second-factor-disabled.ts";
import { secondFactorEnabledMail } from "./second-factor-enabled.ts";
import { signUpAttemptedMail } from "./sign-up-attempted.ts";
import { signedInAsMail } from "./signed-in-as.ts";
import { verifyEmailMail } from "./verify-email.ts";

export const identityTemplates: readonly AnyTemplate[] = [
  accountBlockedMail,
  accountLockedMail,
  factorResetDoneMail,
  factorResetStartedMail,
  invitationMail,
  newDeviceMail,
  passwordChangedMail,
  resetPasswordMail,
  roleGrantedMail,
  roleRevokedMail,
  secondFactorDisabledMail,
  secondFactorEnabledMail,
  signUpAttemptedMail,
  signedInAsMail,
  verifyEmailMail,
];
