package io.countinghouse.notification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The mails there are; the texts of each are in the mail bundles under its id. */
enum MailTemplate {
  REGISTRATION_CODE,
  PASSWORD_CODE,
  BILLING_PASSWORD_CODE,
  BILLING_ACCOUNT_CODE,
  WORKSPACE_OWNER_CODE,
  WORKSPACE_CREATION_CODE,
  CONTACT_CODE,
  NEW_EMAIL_CODE,
  INVITATION("workspace", "site"),
  SET_UP_REMINDER,
  SET_UP_COMPLETED("workspace", "site", "billing-account"),
  SET_UP_WAITING("workspace", "site", "billing-account"),
  SUBSCRIPTION_CONFIRMED("workspace", "site", "billing-account"),
  CLOUD_ACCOUNT_ENDING("aws-account", "deadline", "workspaces"),
  CLOUD_ACCOUNT_ENDING_REVOKED("aws-account", "at", "workspaces"),
  CLOUD_ACCOUNT_REMOVED("billing-account", "aws-account", "at", "workspaces"),
  CLOUD_ACCOUNT_RELEASED("billing-account", "aws-account", "at"),
  BINDING_DROPPED("workspace", "site", "billing-account"),
  BINDING_OVERTAKEN("workspace", "site", "billing-account"),
  METHOD_CHOSEN("workspace", "site", "method", "aws-account", "billing-account", "at"),
  WORKSPACE_LOCKED("workspace", "site", "at", "buffer-ends-at"),
  WORKSPACE_UNLOCKED("workspace", "site", "at"),
  LOCK_REMINDER("workspace", "site", "buffer-ends-at"),
  BUFFER_MOVED("workspace", "site", "buffer-ends-at"),
  WORKSPACE_CLEARED("workspace", "site", "at"),
  WORKSPACE_REOPENED("workspace", "site", "at"),
  WORKSPACE_DISSOLVED("workspace", "site", "at"),
  TOPPED_UP("billing-account", "amount", "balance"),
  BALANCE_BELOW_ZERO("billing-account", "balance", "since", "locks-at"),
  HIGH_SPEND("workspace", "site", "item", "day", "spent", "threshold"),
  LOCKS_OF_ACCOUNT("workspaces", "billing-account", "at", "first-buffer-end"),
  ALARM_RAISED("alarm", "count", "amounts", "since"),
  ALARM_CLEARED("alarm", "since", "at"),
  WEBHOOK_DISABLED("endpoint", "since", "at");

  // Never written to after construction, and copied on the way out.
  @SuppressWarnings("ImmutableEnumChecker")
  private final String[] facts;

  MailTemplate(String... facts) {
    this.facts = facts;
  }

  /** Its name in work rows and bundles. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The parameters shown as a table, in order; an empty one is left out. */
  String[] facts() {
    return facts.clone();
  }

  static Optional<MailTemplate> ofId(String id) {
    return Arrays.stream(values()).filter(template -> template.id().equals(id)).findFirst();
  }
}
