package io.countinghouse.notification;

import io.countinghouse.kernel.MessageSigner;
import io.countinghouse.kernel.SigningSecret;
import io.countinghouse.kernel.WholeAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The seller's own gateway: a POST signed by the Standard Webhooks convention, as webhooks are. No
 * redirect is followed: the number and the code are for this address alone.
 */
@Component
class HttpTextGateway implements TextGateway {

  /** This text, to this number, is not to be had; nothing is wrong with the gateway. */
  private static final int NEVER = 422;

  /** Too slow, too early, too many: the same text may be taken later. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  private final TextSettings settings;
  private final MessageSigner signer;
  private final JsonMapper json;
  private final HttpClient http;

  HttpTextGateway(TextSettings settings, MessageSigner signer, JsonMapper json) {
    this.settings = settings;
    this.signer = signer;
    this.json = json;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Answer send(Message message) throws IOException, InterruptedException {
    URI url = settings.url();
    String secret = settings.secret();
    if (url == null || secret == null) {
      return new Answer.Refused("countinghouse.texts.url and .secret are not set");
    }
    String payload = payload(message);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "Countinghouse")
            .POST(BodyPublishers.ofString(payload));
    signer
        .headers(List.of(SigningSecret.ofShown(secret)), message.id(), payload)
        .forEach(request::header);
    // Of the answer only the status counts: its body may repeat the number.
    int status = WholeAnswer.statusOf(http, request.build());
    if (status >= 200 && status < 300) {
      return new Answer.Taken();
    }
    if (status == NEVER) {
      return new Answer.NotTaken(status);
    }
    if (status >= 400 && status < 500 && !LATER.contains(status)) {
      return new Answer.Refused("the text gateway refused it with status " + status);
    }
    throw new IOException("the text gateway answered with status " + status);
  }

  private String payload(Message message) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("id", message.id());
    members.put("to", message.to().value());
    members.put("text", message.words());
    members.put("language", message.language().code());
    return json.writeValueAsString(members);
  }
}
