package io.countinghouse.workspace;

import java.util.Set;

/**
 * What a member is in a workspace. Only the owner sees how it is settled; administrators see plan
 * and bills without it; others have no such page.
 */
public enum Role {
  OWNER(Set.of(Permission.values())),
  ADMINISTRATOR(
      Set.of(
          Permission.VIEW_WORKSPACE,
          Permission.VIEW_MEMBERS,
          Permission.MANAGE_MEMBERS,
          Permission.VIEW_PLAN)),
  MEMBER(Set.of(Permission.VIEW_WORKSPACE, Permission.VIEW_MEMBERS));

  // Immutable: only the sets of Set.of, above, get here.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Permission> permissions;

  Role(Set<Permission> permissions) {
    this.permissions = permissions;
  }

  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }
}
