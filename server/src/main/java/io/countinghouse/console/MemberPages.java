package io.countinghouse.console;

import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.Invitation;
import io.countinghouse.workspace.InvitationId;
import io.countinghouse.workspace.Invitations;
import io.countinghouse.workspace.Member;
import io.countinghouse.workspace.Members;
import io.countinghouse.workspace.Permission;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.ZoneId;
import java.util.Arrays;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.ModelAndView;

/** Gathers what the page of a workspace's members shows, and reads its ids. */
@Component
class MemberPages {

  private final WorkspacePages workspacePages;
  private final WorkspaceFrames frames;
  private final TransactionTemplate tx;
  private final Workspaces workspaces;
  private final Members members;
  private final Invitations invitations;
  private final PageText text;

  MemberPages(
      WorkspacePages workspacePages,
      WorkspaceFrames frames,
      TransactionTemplate tx,
      Workspaces workspaces,
      Members members,
      Invitations invitations,
      PageText text) {
    this.workspacePages = workspacePages;
    this.frames = frames;
    this.tx = tx;
    this.workspaces = workspaces;
    this.members = members;
    this.invitations = invitations;
    this.text = text;
  }

  /**
   * A member in the list.
   *
   * @param self whether it is who looks
   */
  record Row(String id, String username, String email, String role, boolean self) {}

  /** An invitation in the list. */
  record Invited(String id, String email, String role, String expiresAt) {}

  static WorkspaceId id(String text) {
    try {
      return new WorkspaceId(text);
    } catch (IllegalArgumentException e) {
      throw new PageNotFoundException("not the id of a workspace");
    }
  }

  static ConsoleAccountId account(String text) {
    try {
      return new ConsoleAccountId(text);
    } catch (IllegalArgumentException e) {
      throw new PageNotFoundException("not the id of an account");
    }
  }

  static InvitationId invitation(String text) {
    try {
      return new InvitationId(text);
    } catch (IllegalArgumentException e) {
      throw new PageNotFoundException("not the id of an invitation");
    }
  }

  static Role role(String text) {
    return Arrays.stream(Role.values())
        .filter(role -> role.name().equals(text))
        .findFirst()
        .orElseThrow(() -> new PageNotFoundException("no such role"));
  }

  /**
   * What an account is in a workspace.
   *
   * @throws PageNotFoundException if it is not in it, or there is none
   */
  Role requireMember(WorkspaceId id, ConsoleAccountId account) {
    return workspaces
        .role(id, account)
        .orElseThrow(() -> new PageNotFoundException("not a member of the workspace"));
  }

  /** Fills the page for one of the members. */
  void fill(ModelAndView page, WorkspaceId id, ConsoleAccountId account, Language language) {
    Role role = requireMember(id, account);
    Workspace workspace = workspaces.get(id);
    page.addObject("workspace", tx.execute(_ -> frames.of(workspace, role, language)));
    page.addObject("workspaces", workspacePages.of(account, language));
    page.addObject("members", members.of(id).stream().map(it -> row(it, account)).toList());
    page.addObject("manages", role.may(Permission.MANAGE_MEMBERS));
    page.addObject("handsOver", role.may(Permission.HAND_OVER));
    page.addObject("owns", role == Role.OWNER);
    if (role.may(Permission.MANAGE_MEMBERS)) {
      ZoneId zone = frames.zoneOf(workspace);
      page.addObject(
          "invitations",
          invitations.open(id).stream().map(it -> invited(it, zone, language)).toList());
    }
  }

  private static Row row(Member member, ConsoleAccountId looking) {
    return new Row(
        member.account().value(),
        member.username(),
        member.email(),
        member.role().name(),
        member.account().equals(looking));
  }

  private Invited invited(Invitation invitation, ZoneId zone, Language language) {
    return new Invited(
        invitation.id().value(),
        invitation.email().value(),
        invitation.role().name(),
        text.time(invitation.expiresAt(), zone, language));
  }
}
