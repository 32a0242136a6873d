package io.countinghouse.settlement;

import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.workspace.WorkspaceName;

/**
 * What a new customer tells us when setting up.
 *
 * @param agreement what the browser landed with, from AWS; never from the form
 * @param site where console account and workspace will live
 * @param username of the console account and of the billing account
 * @param code from the mail to {@code email}, as typed
 * @param password the first password of both accounts
 * @param phone may be empty
 * @param company not blank
 * @param workspaceLanguage of the workspace's mails; can never be changed
 * @param pageLanguage of the accounts' own mails
 */
public record Registration(
    AgreementId agreement,
    SiteId site,
    Username username,
    EmailAddress email,
    String code,
    Password password,
    String phone,
    String company,
    WorkspaceName workspaceName,
    Language workspaceLanguage,
    Language pageLanguage) {

  public Registration {
    company = company.strip();
    if (company.isEmpty()) {
      throw new IllegalArgumentException("a registration needs a company name");
    }
  }
}
