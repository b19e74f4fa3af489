import type { AnyTemplate } from "../../platform/index.ts";
import { accountBlockedMail } from "./account-blocked.ts";
import { accountClosedMail } from "./account-closed.ts";
import { accountLockedMail } from "./account-locked.ts";
import { codesGuessedMail } from "./codes-guessed.ts";
import { confirmNewEmailMail } from "./confirm-new-email.ts";
import { confirmOldEmailMail } from "./confirm-old-email.ts";
import { emailChangedMail } from "./email-changed.ts";
import { emailWantedMail } from "./email-wanted.ts";
import { factorRemovedMail, factorRemovedOfMail } from "./factor-removed.ts";
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
  accountClosedMail,
  accountLockedMail,
  codesGuessedMail,
  confirmNewEmailMail,
  confirmOldEmailMail,
  emailChangedMail,
  emailWantedMail,
  factorRemovedMail,
  factorRemovedOfMail,
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
