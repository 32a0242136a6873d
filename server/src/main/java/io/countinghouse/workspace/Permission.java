package io.countinghouse.workspace;

/** What a member may do in a workspace; who may what is said in {@link Role}. */
public enum Permission {
  /** See the workspace, its lock and countdown. */
  VIEW_WORKSPACE,
  /** See who else is in the workspace. */
  VIEW_MEMBERS,
  /** Invite, remove and give roles to everybody but the owner. */
  MANAGE_MEMBERS,
  /** Hand the workspace over to another member, who owns it from then on. */
  HAND_OVER,
  /** Give a locked workspace up for good. */
  DISSOLVE,
  /** See the page 付费计划与账单: plan, usage, bills. */
  VIEW_PLAN,
  /** See who pays for the workspace. */
  VIEW_SETTLEMENT,
  /** Change who pays for the workspace, and enter the Billing Center from it. */
  MANAGE_SETTLEMENT
}
