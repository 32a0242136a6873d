package io.countinghouse.demo.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.SigningSecret;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MailBoxTests {

  private static final SigningSecret TEXTS = SigningSecret.next();
  private static final String TEXT =
      "{\"id\":\"code_1\",\"to\":\"+8613800138000\",\"text\":\"【观测云】123456\",\"language\":\"zh\"}";
  private static final String SCRIPT = "<script>alert(1)</script>";

  @TempDir Path folder;

  @Test
  void aMailIsThereAfterARestart() throws Exception {
    try (MailBox box = MailBox.start(folder, 0, 0, TEXTS)) {
      send(box, "li@example.com", "验证码", "123456");
      send(box, "wang@example.com", "Second", "two");
    }
    try (MailBox box = MailBox.start(folder, 0, 0, TEXTS)) {
      JsonNode all = json(box, "/messages");
      assertThat(all).hasSize(2);
      assertThat(all.path(0).path("subject").asString()).isEqualTo("Second");

      JsonNode hers = json(box, "/messages?to=li%40example.com");
      assertThat(hers).hasSize(1);
      assertThat(hers.path(0).path("subject").asString()).isEqualTo("验证码");
      assertThat(hers.path(0).path("text").asString().strip()).isEqualTo("123456");
      assertThat(json(box, "/messages/" + hers.path(0).path("id").asLong()))
          .isEqualTo(hers.path(0));
    }
  }

  @Test
  void whatAMailSaysIsOnlyShown() throws Exception {
    try (MailBox box = MailBox.start(folder, 0, 0, TEXTS)) {
      send(box, "li@example.com", SCRIPT, SCRIPT);

      assertThat(get(box, "/").body()).doesNotContain(SCRIPT);
      assertThat(get(box, "/mails/1").body()).doesNotContain(SCRIPT);
      HttpResponse<String> html = get(box, "/messages/1/html");
      assertThat(html.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("sandbox ")
          .contains("default-src 'none'")
          .doesNotContain("allow-scripts");
    }
  }

  @Test
  void thereIsNothingElse() throws Exception {
    try (MailBox box = MailBox.start(folder, 0, 0, TEXTS)) {
      assertThat(get(box, "/messages/7").statusCode()).isEqualTo(404);
      assertThat(get(box, "/../secrets.properties").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aSignedTextIsShownAmongTheMails() throws Exception {
    try (MailBox box = MailBox.start(folder, 0, 0, TEXTS)) {
      assertThat(post(box, TEXTS, Instant.now(), TEXT)).isEqualTo(204);
      send(box, "li@example.com", "Second", "two");

      JsonNode texts = json(box, "/messages?to=%2B8613800138000");
      assertThat(texts).hasSize(1);
      assertThat(texts.path(0).path("text").asString().strip()).isEqualTo("【观测云】123456");
      assertThat(get(box, "/").body()).contains("【观测云】123456", "+8613800138000", "Second");
    }
  }

  @Test
  void aTextThatIsNotSignedNowByTheServerIsNotKept() throws Exception {
    try (MailBox box = MailBox.start(folder, 0, 0, TEXTS)) {
      assertThat(post(box, SigningSecret.next(), Instant.now(), TEXT)).isEqualTo(401);
      Instant longAgo = Instant.now().minus(Duration.ofMinutes(6));
      assertThat(post(box, TEXTS, longAgo, TEXT)).isEqualTo(401);
      assertThat(post(box, TEXTS, Instant.now(), "{}")).isEqualTo(400);
      assertThat(get(box, "/texts").statusCode()).isEqualTo(405);
      assertThat(json(box, "/messages")).isEmpty();
    }
  }

  private static int post(MailBox box, SigningSecret secret, Instant at, String payload)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + box.httpPort() + "/texts"))
            .POST(HttpRequest.BodyPublishers.ofString(payload));
    SigningSecret.headers(List.of(secret), "code_1", at.getEpochSecond(), payload)
        .forEach(request::header);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
  }

  private static void send(MailBox box, String to, String subject, String text)
      throws MessagingException {
    Properties settings = new Properties();
    settings.setProperty("mail.smtp.host", "127.0.0.1");
    settings.setProperty("mail.smtp.port", Integer.toString(box.smtpPort()));
    MimeMessage mail = new MimeMessage(Session.getInstance(settings));
    mail.setFrom(new InternetAddress("no-reply@example.com"));
    mail.setRecipient(RecipientType.TO, new InternetAddress(to));
    mail.setSubject(subject, "UTF-8");
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text, "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setText("<p>" + text + "</p>", "UTF-8", "html");
    mail.setContent(new MimeMultipart("alternative", plain, html));
    Transport.send(mail);
  }

  private static JsonNode json(MailBox box, String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(get(box, path).body());
  }

  private static HttpResponse<String> get(MailBox box, String path)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + box.httpPort() + path)).build(),
          BodyHandlers.ofString());
    }
  }
}
