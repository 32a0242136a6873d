package io.countinghouse.webhook;

import javax.net.ssl.SSLSocketFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

  @Bean
  WebhookClient webhookClient(WebhookAddresses addresses, WebhookSettings settings) {
    return new WebhookClient(
        addresses, settings.timeout(), (SSLSocketFactory) SSLSocketFactory.getDefault());
  }
}
