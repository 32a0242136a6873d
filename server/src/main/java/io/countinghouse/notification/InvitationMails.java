package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Invitation;
import io.countinghouse.workspace.InvitationRequested;
import io.countinghouse.workspace.Invitations;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails that invite into a workspace, in its language; the link is made at sending. */
@Component
class InvitationMails {

  private final MailQueue queue;
  private final Workspaces workspaces;
  private final Sites sites;
  private final MailTexts texts;

  InvitationMails(MailQueue queue, Workspaces workspaces, Sites sites, MailTexts texts) {
    this.queue = queue;
    this.workspaces = workspaces;
    this.sites = sites;
    this.texts = texts;
  }

  @EventListener
  void on(InvitationRequested event) {
    Invitation invitation = event.invitation();
    Workspace workspace = workspaces.get(invitation.workspace());
    Language language = workspace.language();
    String sending = Integer.toString(invitation.sending());
    Mail mail =
        new Mail(
            MailTemplate.INVITATION,
            invitation.email().value(),
            language,
            Map.of(
                MailHandler.INVITATION_ID,
                invitation.id().value(),
                MailHandler.SENDING,
                sending,
                "inviter",
                invitation.invitedBy(),
                "role",
                texts.text(language, "format.role." + invitation.role(), Map.of()),
                "days",
                Long.toString(Invitations.LIFE.toDays()),
                "workspace",
                workspace.name(),
                "site",
                sites.get(workspace.site()).name(language)));
    queue.put(mail, invitation.id().value() + "/" + sending, "invited");
  }
}
